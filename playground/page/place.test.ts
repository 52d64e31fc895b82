import { expect, test } from "vitest";
import { hrefOf, placeOf } from "./place.ts";

test("an address names the place that it was made of", () => {
  const place = { channel: "C1", message: "1763740800.000100", thread: "1763740700.000100", wire: "all" };

  expect(placeOf(hrefOf(place))).toEqual(place);
});

test.each(["", "#", "#/", "#/%ZZ", "#/%", "#/%E0%A4%A/1.0?thread=1.0"])("%j names the first conversation", (hash) => {
  expect(placeOf(hash)).toEqual({ channel: "" });
});

test("an address that is cut in the name of a message names its conversation", () => {
  expect(placeOf("#/C1/%E0%A4?thread=%ZZ")).toEqual({ channel: "C1", thread: "%ZZ" });
});
