/**
 * A plain string is literal text and is always escaped; markup exists only as spans.
 * A description that contains `<!channel>` is therefore data and can never ping anybody.
 */
export type Text = string | readonly Span[];

export type Span =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "bold"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "link"; readonly text: string; readonly url: string }
  /** A name; where the platform knows the person, a link to their profile. Never a mention. */
  | { readonly type: "person"; readonly text: string; readonly email?: string; readonly url?: string }
  /** A time of day or another moment, in each reader's own zone where the platform can; `text` is for where it cannot. */
  | { readonly type: "time"; readonly text: string; readonly at: Date; readonly shows?: "day-and-time" | "day" };

export const bold = (text: string): Span => ({ type: "bold", text });
export const code = (text: string): Span => ({ type: "code", text });
/** @param at where the person is found: an e-mail address or the page of their profile */
export const person = (
  text: string,
  at: { readonly email?: string | undefined; readonly url?: string | undefined },
): Span => ({
  type: "person",
  text,
  ...(at.email !== undefined && { email: at.email }),
  ...(at.url !== undefined && { url: at.url }),
});
/** `14:22`, in the zone of this machine where the platform has no better. */
export const timeOfDay = (at: Date): Span => ({
  type: "time",
  text: `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`,
  at,
});

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Today `14:20`, in the last six days `Tue 14:20`, else `12 Nov`. */
export function moment(at: Date, now: Date): Span {
  const time = timeOfDay(at);
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const daysAgo = Math.round((midnight(now) - midnight(at)) / (24 * 3_600_000));
  if (daysAgo === 0) return time;
  if (daysAgo > 0 && daysAgo < 7)
    return { type: "time", text: `${weekdays[at.getDay()] ?? ""} ${time.text}`, at, shows: "day-and-time" };
  return { type: "time", text: `${at.getDate()} ${months[at.getMonth()] ?? ""}`, at, shows: "day" };
}
export const link = (text: string, url: string): Span => ({ type: "link", text, url });

/** Builds a text from literals and spans: ``rich`${bold(team)} owns ${bold(name)}` ``. Plain values stay literal. */
export function rich(parts: TemplateStringsArray, ...values: readonly (Span | string | number)[]): readonly Span[] {
  const spans: Span[] = [];
  parts.forEach((part, index) => {
    if (part !== "") spans.push({ type: "text", text: part });
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === "object") spans.push(value);
    else spans.push({ type: "text", text: String(value) });
  });
  return spans;
}

/** The text without its markup. */
export function plain(text: Text): string {
  return typeof text === "string" ? text : text.map((span) => span.text).join("");
}

/** One line, at most `max` characters (by code point), cut with an ellipsis; control and bidi characters removed. */
export function oneLine(text: string, max = 60): string {
  // Most texts are names, and every answer has a dozen of them.
  if (text.length <= max && /^[\x21-\x7e\u00c0-\u024f]+(?: [\x21-\x7e\u00c0-\u024f]+)*$/.test(text)) return text;
  const clean = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
  const points = [...clean];
  return points.length <= max
    ? clean
    : `${points
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}
