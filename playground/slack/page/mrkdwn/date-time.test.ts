import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../../testing/property-runs.ts";
import { dateText } from "./date-time.tsx";

/** In the reader's zone, wherever that is. */
const tuesday = new Date(2014, 1, 18, 14, 39, 42);
const years = new Date(2020, 2, 1, 12);

describe("formats", () => {
  test.each([
    ["{date_num}", "2014-02-18"],
    ["{date}", "February 18th, 2014"],
    ["{date_short}", "Feb 18, 2014"],
    ["{date_long}", "Tuesday, February 18th, 2014"],
    ["{date_pretty}", "February 18th, 2014"],
    ["{date_short_pretty}", "Feb 18, 2014"],
    ["{date_long_pretty}", "Tuesday, February 18th, 2014"],
    ["{time}", "14:39"],
    ["{time_secs}", "14:39:42"],
    ["{ago}", "6 years ago"],
    ["on {date_num}, {time}", "On 2014-02-18, 14:39"],
    ["\u200bon {date_num}", "\u200bon 2014-02-18"],
  ])("%s", (format, text) => {
    expect(dateText(tuesday, format, years)).toBe(text);
  });
});

test("a day of the month has its ending", () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 30].map((day) => dateText(new Date(2014, 0, day), "{date}", years));

  expect(said.map((text) => /\d+(..),/.exec(text ?? "")?.[1]).join(" ")).toBe("st nd rd th th th th st nd th");
});

test("days near to the reader's own day are called by name, in their own time zone", () => {
  const now = new Date(2026, 10, 21, 23, 30);
  const said = (...at: [number, number, number, number, number]) =>
    dateText(new Date(...at), "{date_short_pretty}", now);

  expect(said(2026, 10, 21, 0, 10)).toBe("Today");
  expect(said(2026, 10, 22, 0, 10)).toBe("Tomorrow");
  expect(said(2026, 10, 20, 23, 50)).toBe("Yesterday");
  expect(said(2026, 10, 19, 23, 50)).toBe("Nov 19, 2026");
});

test("midnight is the beginning of its day", () => {
  expect(dateText(new Date(2014, 1, 18), "{date_num} {time_secs}", years)).toBe("2014-02-18 00:00:00");
});

test("how long ago it was is said in its largest unit", () => {
  const ago = (seconds: number) => dateText(new Date(years.getTime() + seconds * 1000), "{ago}", years);

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
  expect(dateText(new Date(Number.NaN), "{date}", years)).toBeUndefined();
  expect(dateText(new Date(1e23), "{date}", years)).toBeUndefined();
  expect(dateText(tuesday, "{constructor}", years)).toBeUndefined();
});

test("any moment and format is said, or nothing is", () => {
  const format = fc
    .array(fc.constantFrom("{date}", "{date_long_pretty}", "{time_secs}", "{ago}", "{x}", "{", "}", " a"))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(fc.double(), format, (at, text) => {
      expect(typeof dateText(new Date(at * 1000), text, years)).toMatch(/string|undefined/);
    }),
    propertyRuns(),
  );
});
