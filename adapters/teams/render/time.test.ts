import fc from "fast-check";
import { expect, test } from "vitest";
import { timeOfDay } from "../../../src/chat/text.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { timeText } from "./time.ts";

const winter = new Date("2026-01-13T13:20:00Z");
const summer = new Date("2026-07-14T12:05:00Z");
const at = (date: Date, shows?: "day" | "day-and-time") =>
  ({ type: "time", text: "as written", at: date, ...(shows && { shows }) }) as const;

test.each([
  ["Europe/Berlin", "14:20 CET", "14:05 CEST"],
  ["Europe/London", "13:20 GMT", "13:05 BST"],
  ["America/New_York", "08:20 EST", "08:05 EDT"],
  ["Australia/Sydney", "00:20 AEDT", "22:05 AEST"],
  ["UTC", "13:20 UTC", "12:05 UTC"],
])("a time is told in %s with the name that its people know", (zone, inWinter, inSummer) => {
  expect([timeText(at(winter), zone), timeText(at(summer), zone)]).toEqual([inWinter, inSummer]);
});

test("a zone that nobody calls by letters is told by its distance", () => {
  expect(timeText(at(winter), "Asia/Kathmandu")).toBe("19:05 GMT+5:45");
});

test("of another day the weekday is told, of another week the date alone, both as they are in that zone", () => {
  const late = new Date("2026-09-14T23:30:00Z");

  expect(timeText(at(winter, "day-and-time"), "Europe/Berlin")).toBe("Tue 14:20 CET");
  expect(timeText(at(late, "day-and-time"), "Europe/Berlin")).toBe("Tue 01:30 CEST");
  expect(timeText(at(late, "day"), "Europe/Berlin")).toBe("15 Sep");
  expect(timeText(at(late, "day"), "America/New_York")).toBe("14 Sep");
});

test("midnight is 00:00", () => {
  expect(timeText(at(new Date("2026-01-13T23:00:00Z")), "Europe/Berlin")).toBe("00:00 CET");
});

test("a zone that does not exist is that of this machine, which is named too", () => {
  const here = timeText(at(winter), undefined);

  expect(here).toMatch(/^\d\d:20 \S+$/);
  for (const zone of ["Mars/Olympus", "", "W. Europe Standard Time", "{{DATE(2026-01-15T12:00:00Z)}}"])
    expect(timeText(at(winter), zone)).toBe(here);
});

test("what is no moment stays as it was written", () => {
  expect(timeText(at(new Date(Number.NaN)), "Europe/Berlin")).toBe("as written");
  expect(timeText({ ...timeOfDay(winter), type: "time", text: " ", at: winter }, "Europe/Berlin")).toBe(" ");
});

test("whatever the moment and the zone, it is one short line", () => {
  const shows = fc.constantFrom(undefined, "day" as const, "day-and-time" as const);
  const zone = fc.oneof(fc.string(), fc.constantFrom(...Intl.supportedValuesOf("timeZone")));
  fc.assert(
    fc.property(fc.date({ noInvalidDate: false }), shows, zone, (date, how, timeZone) => {
      expect(timeText(at(date, how), timeZone)).toMatch(
        /^(?:as written|\d{1,2} [A-Z][a-z]{2}|(?:[A-Z][a-z]{2} )?\d\d:\d\d [\w+:−-]{1,12})$/,
      );
    }),
    propertyRuns(),
  );
});
