/** Whom a rule names: a person or a team of the forge, or whoever has an address there. `text` is as written. */
export type CodeOwner =
  | { readonly type: "user"; readonly text: string; readonly login: string }
  | { readonly type: "team"; readonly text: string; readonly org: string; readonly slug: string }
  | { readonly type: "email"; readonly text: string; readonly email: string };

/** Longer than any name of a forge and any address. */
const longestOwner = 254;

// Each repeats over one class of characters with nothing to go back to: linear.
const team = /^@([a-z0-9][\w.-]*)\/([\w.-]+)$/i;
const user = /^@([a-z0-9_][\w-]*)$/i;
const email = /^[^\s@<>"]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$/i;

/** Reads `@mia`, `@acme/tax` or `mia@acme.example`; undefined for what names nobody. */
export function readCodeOwner(text: string): CodeOwner | undefined {
  if (text.length > longestOwner) return undefined;
  const [, org, slug] = team.exec(text) ?? [];
  if (org !== undefined && slug !== undefined) return { type: "team", text, org, slug };
  const login = user.exec(text)?.[1];
  if (login !== undefined) return { type: "user", text, login };
  return email.test(text) ? { type: "email", text, email: text.toLowerCase() } : undefined;
}
