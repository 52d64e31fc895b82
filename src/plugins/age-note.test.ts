import { describe, expect, test } from "vitest";
import type { SourceState } from "../catalog/snapshot.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { snapshotOf } from "../testing/snapshot-of.ts";
import { thing } from "../testing/thing.ts";
import { staleNote, syncedPhrase } from "./age-note.ts";

const clock = createFakeClock(new Date("2026-01-15T12:00:00Z"));
const failure = { code: "unavailable", message: "Git does not answer." };
const hoursAgo = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000);

/** What is said of a catalog with these sources, where ten minutes are old. */
function noteOf(...sources: readonly SourceState[]): string | undefined {
  return staleNote({ clock, staleAfterMs: 600_000 }, snapshotOf({ sources }));
}

describe("the age of a catalog", () => {
  test("is not spoken of while every source is fresh, or none was ever read", () => {
    expect(noteOf({ name: "a", syncedAt: hoursAgo(0.1), failure })).toBeUndefined();
    expect(noteOf({ name: "a", failure })).toBeUndefined();
    expect(noteOf()).toBeUndefined();
  });

  test("is that of the oldest source, with the reason", () => {
    const fresh = { name: "fresh", syncedAt: hoursAgo(0) };

    expect(noteOf(fresh, { name: "old", syncedAt: hoursAgo(3), failure })).toBe(
      "Catalog is 3 h old: Git does not answer",
    );
    expect(noteOf({ name: "old", syncedAt: hoursAgo(50) }, fresh)).toBe("Catalog is 2 days old: no sync since");
  });

  test("is not hidden by a source that was never read", () => {
    expect(noteOf({ name: "never", failure }, { name: "old", syncedAt: hoursAgo(3) })).toBe(
      "Catalog is 3 h old: no sync since",
    );
  });

  test("is for a thing that of its repository, where that alone cannot be read", () => {
    const web = thing("web");
    const sources = [
      {
        name: web.origin.source,
        syncedAt: hoursAgo(0),
        failedRoots: new Map([[web.origin.root, { ...failure, since: hoursAgo(3) }]]),
      },
    ];
    const services = { clock, staleAfterMs: 600_000 };
    const other = { ...web, origin: { ...web.origin, root: "https://github.com/acme/other" } };

    expect(staleNote(services, snapshotOf({ sources }), web)).toBe("Catalog is 3 h old: Git does not answer");
    expect(staleNote(services, snapshotOf({ sources }), other)).toBeUndefined();
    expect(staleNote(services, snapshotOf({ sources }))).toBeUndefined();
    expect(syncedPhrase(snapshotOf({ sources }), web, clock.now())).toBe("synced 3 h ago");
    expect(syncedPhrase(snapshotOf({ sources }), other, clock.now())).toBe("synced just now");
  });
});
