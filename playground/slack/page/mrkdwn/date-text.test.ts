import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../../src/testing/property-runs.ts";
import { dateText } from "./date-text.ts";

/** Tuesday, 18 February 2014, 14:39:42 UTC. */
const seconds = 1392734382;
const reader = { now: new Date("2020-03-01T12:00:00Z"), timeZone: "UTC", hour12: true };

describe("formats", () => {
  test.each([
    ["{date_num}", "2014-02-18"],
    ["{date_slash}", "18/02/2014"],
    ["{date}", "February 18th, 2014"],
    ["{date_short}", "Feb 18, 2014"],
    ["{date_long}", "Tuesday, February 18th, 2014"],
    ["{date_long_full}", "February 18, 2014"],
    ["{date_pretty}", "February 18th, 2014"],
    ["{date_short_pretty}", "Feb 18, 2014"],
    ["{date_long_pretty}", "Tuesday, February 18th, 2014"],
    ["{day_divider_pretty}", "Tuesday, February 18th, 2014"],
    ["{time}", "2:39 PM"],
    ["{time_secs}", "2:39:42 PM"],
    ["{ago}", "6 years ago"],
    ["on {date_num}, {time}", "On 2014-02-18, 2:39 PM"],
    ["\u200bon {date_num}", "\u200bon 2014-02-18"],
  ])("%s", (format, text) => {
    expect(dateText(seconds, format, reader)).toBe(text);
  });
});

test("days near to the reader's own day are called by name, in their own time zone", () => {
  const now = new Date("2026-11-21T23:30:00Z");
  const said = (at: string, timeZone: string) =>
    dateText(Date.parse(at) / 1000, "{date_short_pretty}", { now, timeZone, hour12: false });

  expect(said("2026-11-21T00:10:00Z", "UTC")).toBe("Today");
  expect(said("2026-11-22T00:10:00Z", "UTC")).toBe("Tomorrow");
  expect(said("2026-11-20T23:50:00Z", "UTC")).toBe("Yesterday");
  expect(said("2026-11-19T23:50:00Z", "UTC")).toBe("Nov 19, 2026");
  expect(said("2026-11-22T00:10:00Z", "Europe/Berlin")).toBe("Today");
  expect(dateText(now.getTime() / 1000, "{day_divider_pretty}", { now, timeZone: "UTC" })).toBe("Today");
  expect(dateText(1767312000, "{day_divider_pretty}", { now, timeZone: "UTC" })).toBe("Friday, January 2nd");
});

test("the clock is the reader's: of 12 hours or of 24", () => {
  expect(dateText(seconds, "{time}", { ...reader, hour12: false })).toBe("14:39");
  expect(dateText(1392681600, "{time_secs}", { ...reader, hour12: false })).toBe("00:00:00");
});

test("how long ago it was is said in its largest unit", () => {
  const ago = (offset: number) => dateText(reader.now.getTime() / 1000 + offset, "{ago}", reader);

  expect([0, -1, -90, -7200, -172_800].map(ago)).toEqual([
    "Just now",
    "1 second ago",
    "1 minute ago",
    "2 hours ago",
    "2 days ago",
  ]);
  expect(ago(7200)).toBe("In 2 hours");
});

test("a date that there is not, and wording that there is not, say nothing", () => {
  expect(dateText(Number.NaN, "{date}", reader)).toBeUndefined();
  expect(dateText(1e20, "{date}", reader)).toBeUndefined();
  expect(dateText(seconds, "{constructor}", reader)).toBeUndefined();
});

test("any moment and format is said, or nothing is", () => {
  const format = fc
    .array(fc.constantFrom("{date}", "{date_long_pretty}", "{time_secs}", "{ago}", "{x}", "{", "}", " a"))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(fc.double(), format, (at, text) => {
      expect(typeof dateText(at, text, reader)).toMatch(/string|undefined/);
    }),
    propertyRuns(),
  );
});
