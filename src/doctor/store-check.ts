import { count } from "../chat/phrase.ts";
import type { Check } from "../finding.ts";
import type { LowdbStore } from "../store/lowdb/lowdb-store.ts";

const area = "Store";

/**
 * Whether what is acknowledged is kept, and can be kept now.
 * @param parts.store absent: state is in memory, and `keepIt` says what to do so that it is kept
 */
export function storeCheck(parts: {
  readonly store: Pick<LowdbStore, "condition" | "facts"> | undefined;
  readonly isSample?: boolean;
  readonly keepIt?: string;
}): Check {
  const { store, isSample = false, keepIt } = parts;
  return {
    area,
    async run() {
      if (store === undefined) {
        const found = isSample
          ? "The sample organisation keeps nothing."
          : "State is kept in memory and lost with the process.";
        return [{ area, level: "warning", found, ...(keepIt !== undefined && { fix: keepIt }) }];
      }
      const condition = store.condition();
      if (condition.type === "readonly") {
        return [{ area, level: "problem", found: condition.reason, fix: "Make room on the disk of the data folder." }];
      }
      return [{ area, level: "ok", found: count(store.facts().entries, "entry", "entries") }];
    },
  };
}
