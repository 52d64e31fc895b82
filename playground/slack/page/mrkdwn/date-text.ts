/** How and when somebody reads a date. */
export interface Reader {
  readonly now: Date;
  /** As in `Europe/Berlin`; their device's when absent. */
  readonly timeZone?: string;
  /** Whether they read `2:34 PM` and not `14:34`; as their device has it when absent. */
  readonly hour12?: boolean;
}

/** A day in the reader's time zone. */
interface Day {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
}

const months = "January February March April May June July August September October November December".split(" ");
const weekdays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const wording: Readonly<Record<string, (at: Date, reader: Reader) => string>> = {
  date_num: (at, reader) => numbers(dayOf(at, reader)).join("-"),
  date_slash: (at, reader) => numbers(dayOf(at, reader)).reverse().join("/"),
  date: (at, reader) => long(dayOf(at, reader)),
  date_short: (at, reader) => short(dayOf(at, reader)),
  date_long: (at, reader) => withWeekday(dayOf(at, reader)),
  date_long_full: (at, reader) => plainLong(dayOf(at, reader)),
  date_pretty: (at, reader) => near(at, reader) ?? long(dayOf(at, reader)),
  date_short_pretty: (at, reader) => near(at, reader) ?? short(dayOf(at, reader)),
  date_long_pretty: (at, reader) => near(at, reader) ?? withWeekday(dayOf(at, reader)),
  day_divider_pretty: (at, reader) => near(at, reader) ?? divider(dayOf(at, reader), dayOf(reader.now, reader)),
  time: (at, reader) => clock(at, reader, {}),
  time_secs: (at, reader) => clock(at, reader, { second: "2-digit" }),
  ago: (at, { now }) => ago(Math.round((at.getTime() - now.getTime()) / 1000)),
};

/**
 * A moment in the words of a format, such as `{date_short_pretty} at {time}`, in English as in the vendor's descriptions; the
 * first word is capitalised. Undefined when there is no such moment or the format names a wording that does not exist.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function dateText(seconds: number, format: string, reader: Reader): string | undefined {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return undefined;
  let isKnown = true;
  const text = format.replace(/\{(\w+)\}/g, (_, token: string) => {
    const word = Object.hasOwn(wording, token) ? wording[token] : undefined;
    if (word === undefined) isKnown = false;
    return word?.(at, reader) ?? "";
  });
  return isKnown ? text.charAt(0).toUpperCase() + text.slice(1) : undefined;
}

function dayOf(at: Date, { timeZone }: Reader): Day {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = new Intl.DateTimeFormat("en-US", { ...zone, year: "numeric", month: "numeric", day: "numeric" });
  const [month = 1, day = 1, year = 1970] = format.format(at).split("/").map(Number);
  return { year, month, day };
}

function numbers({ year, month, day }: Day): string[] {
  return [String(year), String(month).padStart(2, "0"), String(day).padStart(2, "0")];
}

const noon = ({ year, month, day }: Day): Date => new Date(Date.UTC(year, month - 1, day, 12));
const monthName = ({ month }: Day): string => months[month - 1] ?? "";
const long = (date: Day): string => `${monthName(date)} ${ordinal(date.day)}, ${date.year}`;
const plainLong = (date: Day): string => `${monthName(date)} ${date.day}, ${date.year}`;
const short = (date: Day): string => `${monthName(date).slice(0, 3)} ${date.day}, ${date.year}`;
const withWeekday = (date: Day): string => `${weekdays[noon(date).getUTCDay()]}, ${long(date)}`;

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${(!isTeen && ["th", "st", "nd", "rd"][day % 10]) || "th"}`;
}

function divider(date: Day, today: Day): string {
  return date.year === today.year ? withWeekday(date).replace(/, \d+$/, "") : withWeekday(date);
}

function near(at: Date, reader: Reader): string | undefined {
  const ms = noon(dayOf(at, reader)).getTime() - noon(dayOf(reader.now, reader)).getTime();
  return new Map([
    [-1, "yesterday"],
    [0, "today"],
    [1, "tomorrow"],
  ]).get(Math.round(ms / 86_400_000));
}

function clock(at: Date, { timeZone, hour12 }: Reader, more: Intl.DateTimeFormatOptions): string {
  const isShort = hour12 ?? new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 ?? false;
  const hours = isShort ? ({ hour: "numeric" } as const) : ({ hour: "2-digit", hourCycle: "h23" } as const);
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = new Intl.DateTimeFormat("en-US", { ...zone, ...hours, minute: "2-digit", ...more });
  return format.format(at).replace("\u202f", " ");
}

const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

function ago(seconds: number): string {
  if (seconds === 0) return "just now";
  const [unit, size] = units.find(([, least]) => Math.abs(seconds) >= least) ?? (["second", 1] as const);
  return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / size), unit);
}
