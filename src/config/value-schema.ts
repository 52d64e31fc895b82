import { z } from "zod";

// Every `error` of the configuration's schema completes the sentence "found …; allowed: …".

/** A text of at least one printable character, of which more may be asked. */
export function text(allowed: string, isAllowed: (value: string) => boolean = () => true) {
  const isText = (value: string) => value.trim() !== "" && value.length <= 10_000 && !/\p{Cc}/u.test(value);
  return z.string({ error: allowed }).refine((value) => isText(value) && isAllowed(value), { error: allowed });
}

/** A text that may be wrong in several ways; `mistake` says what is allowed instead. */
export function checkedText(allowed: string, mistake: (value: string) => string | undefined) {
  return z.string({ error: allowed }).superRefine((value, ctx) => {
    const message = mistake(value);
    if (message !== undefined) ctx.addIssue({ code: "custom", message });
  });
}

/** True or false. */
export function yesOrNo() {
  return z.boolean({ error: "true or false" });
}
