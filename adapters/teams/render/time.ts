import type { Span } from "../../../src/chat/text.ts";

type TimeSpan = Extract<Span, { type: "time" }>;

/** Who writes a zone's name in letters: Americans know EST, the British CET, Australians AEST. */
const namers = ["en-US", "en-GB", "en-AU"] as const;

/**
 * A moment in the zone of whoever reads, with the zone's name, for Teams has no dates that each reader sees in their own:
 * `14:20 CET`, `Tue 14:20 CET`, `12 Nov`. What cannot be told is as it was written.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export function timeText({ text, at, shows }: TimeSpan, timeZone: string | undefined): string {
  if (Number.isNaN(at.getTime()) || text.trim() === "") return text;
  const zone = knownZone(timeZone);
  const part = (options: Intl.DateTimeFormatOptions, locale = "en-GB") =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone !== undefined && { timeZone: zone }) });
  if (shows === "day") return part({ day: "numeric", month: "short" }).format(at).replace("Sept", "Sep");
  const time = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const name = (locale: string) =>
    part({ timeZoneName: "short" }, locale)
      .formatToParts(at)
      .find(({ type }) => type === "timeZoneName")?.value;
  const names = namers.map(name);
  const best = names.find((one) => one !== undefined && !/^GMT[+-]/.test(one)) ?? names[0] ?? "";
  const day = shows === "day-and-time" ? `${part({ weekday: "short" }).format(at)} ` : "";
  return `${day}${time} ${best}`.trim();
}

/** An activity names the zone of its sender, and may name anything. */
function knownZone(timeZone: string | undefined): string | undefined {
  if (timeZone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone }).resolvedOptions().timeZone;
  } catch {
    // No zone of that name: that of this machine is told, with its name.
    return undefined;
  }
}
