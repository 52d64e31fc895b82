import { nearDay, withOrdinal } from "../../../page/day.ts";
import { seenText } from "./emoji.ts";
import { Link } from "./link.tsx";

/** A moment in the reader's own time zone; what it is called instead where it cannot be said. */
export function DateTime(props: {
  readonly seconds: number;
  readonly format: string;
  readonly fallback: string;
  readonly url: string;
}) {
  const { seconds, format, fallback, url } = props;
  const at = new Date(seconds * 1000);
  const text = dateText(at, format, new Date());
  const time =
    text === undefined ? (
      fallback
    ) : (
      <time dateTime={at.toISOString()} title={dateText(at, "{date_long} at {time_secs}", new Date())}>
        {seenText(text)}
      </time>
    );
  return url === "" ? time : <Link url={url}>{time}</Link>;
}

const wording: Readonly<Record<string, (at: Date, now: Date) => string>> = {
  date: (at) => withOrdinal(at.toLocaleDateString("en-US", { dateStyle: "long" })),
  date_short: (at) => at.toLocaleDateString("en-US", { dateStyle: "medium" }),
  date_long: (at) => withOrdinal(at.toLocaleDateString("en-US", { dateStyle: "full" })),
  // The order of ISO 8601.
  date_num: (at) => at.toLocaleDateString("sv-SE"),
  time: (at) => at.toLocaleTimeString("en-GB", { timeStyle: "short" }),
  time_secs: (at) => at.toLocaleTimeString("en-GB", { timeStyle: "medium" }),
  ago: (at, now) => ago(Math.round((at.getTime() - now.getTime()) / 1000)),
};

/**
 * A moment in the words of a format, such as `{date_short_pretty} at {time}`, in English as in the vendor's descriptions, on the
 * clock that all of the page has; the first word is capitalised. Undefined when there is no such moment or wording.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function dateText(at: Date, format: string, now: Date): string | undefined {
  if (Number.isNaN(at.getTime())) return undefined;
  let isKnown = true;
  const text = format.replace(/\{(\w+?)(_pretty)?\}/g, (_, token: string, isPretty?: string) => {
    const word = Object.hasOwn(wording, token) ? wording[token] : undefined;
    if (word === undefined) isKnown = false;
    return (isPretty && nearDay(at, now)) || (word?.(at, now) ?? "");
  });
  return isKnown ? text.charAt(0).toUpperCase() + text.slice(1) : undefined;
}

const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function ago(seconds: number): string {
  if (seconds === 0) return "just now";
  const [unit, size] = units.find(([, least]) => Math.abs(seconds) >= least) ?? (["second", 1] as const);
  return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / size), unit);
}
