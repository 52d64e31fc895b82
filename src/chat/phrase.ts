import { oneLine } from "./text.ts";

/**
 * What somebody typed, in quotation marks and short enough for a line. Its backticks are apostrophes: in an error message
 * backticks stand around what is to be typed.
 */
export function quoted(text: string, max = 40): string {
  return `“${oneLine(text, max).replaceAll("`", "'")}”`;
}

/** The first `shown` names and how many more: `Mia Chen, Jonas Weber + 5`; with `unit` as `a, b, c + 9 more`. */
export function andMore(names: readonly string[], shown: number, unit = ""): string {
  const rest = names.length - shown;
  const list = names.slice(0, shown).join(", ");
  return rest > 0 ? `${list} + ${rest}${unit}` : list;
}

/** A count with its noun: `1 thing`, `3 things`. */
export function count(total: number, one: string, many = `${one}s`): string {
  return `${total} ${total === 1 ? one : many}`;
}

/** How long something took or is ago, in at most two units: `42 min`, `2 h 10 min`, `3 days`. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 || hours >= 3 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `just now`, else `… ago`. */
export function ago(ms: number): string {
  return ms < 60_000 ? "just now" : `${duration(ms)} ago`;
}

/** A first letter in upper case. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
