import type { Clock } from "../clock.ts";
import type { Check } from "../finding.ts";

const area = "Clock";
/** Older than this program no right clock is. */
const earliest = new Date("2026-01-01T00:00:00Z");
const latest = new Date("2100-01-01T00:00:00Z");

/** A clock that is far off breaks signatures, certificates and everything that is kept for a time. */
export function clockCheck({ clock }: { readonly clock: Pick<Clock, "now"> }): Check {
  return {
    area,
    async run() {
      const now = clock.now();
      if (now >= earliest && now < latest) return [{ level: "ok", area, found: now.toISOString().slice(0, 10) }];
      const found = `This machine says that it is ${now.getUTCFullYear()}.`;
      return [{ level: "problem", area, found, fix: "Set its clock, and let NTP keep it." }];
    },
  };
}
