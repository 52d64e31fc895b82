import type { Clock } from "../clock.ts";
import type { Finding } from "../finding.ts";
import type { ForgeDelivery } from "../forge/forge.ts";

/** Deliveries that their host lists and does not give, and how long that is borne. */
export interface Unreadable {
  /** It could not be read once more. Whether it is given up with that. */
  failed(delivery: ForgeDelivery): boolean;
  /** It was read after all. */
  readAfterAll(delivery: ForgeDelivery): void;
  /** No other is listed any more: what is known of them is dropped. */
  keepOnly(guids: ReadonlySet<string>): void;
  /** What was given up in the last day. */
  findings(): readonly Omit<Finding, "area">[];
}

/** An outage is no reason to give up: it takes both. */
const mostTries = 10;
const longestMs = 3_600_000;
/** As long it is told. */
const toldForMs = 24 * 3_600_000;

/** None was tried yet. `host` is who lists them. */
export function createUnreadable(host: string, clock: Pick<Clock, "monotonicMs">): Unreadable {
  const trying = new Map<string, { readonly sinceMs: number; readonly tries: number }>();
  let givenUp: readonly { readonly guid: string; readonly atMs: number }[] = [];

  return {
    failed({ guid }) {
      const nowMs = clock.monotonicMs();
      const { sinceMs, tries } = trying.get(guid) ?? { sinceMs: nowMs, tries: 0 };
      trying.set(guid, { sinceMs, tries: tries + 1 });
      if (tries + 1 < mostTries || nowMs - sinceMs < longestMs) return false;
      trying.delete(guid);
      givenUp = [...givenUp, { guid, atMs: nowMs }];
      return true;
    },
    readAfterAll: ({ guid }) => void trying.delete(guid),
    keepOnly(guids) {
      for (const guid of trying.keys()) if (!guids.has(guid)) trying.delete(guid);
    },
    findings() {
      givenUp = givenUp.filter(({ atMs }) => clock.monotonicMs() - atMs < toldForMs);
      const [first] = givenUp;
      if (first === undefined) return [];
      const how = givenUp.length === 1 ? "1 could not be read and was" : `${givenUp.length} could not be read and were`;
      return [
        {
          level: "warning",
          found: `${host}: ${how} given up after an hour; the first: ${first.guid}.`,
          fix: "What changed is in the next sync: type `sync`. Who broke a file with it is not told.",
        },
      ];
    },
  };
}
