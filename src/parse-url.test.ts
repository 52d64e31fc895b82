import { expect, test } from "vitest";
import { parseUrl } from "./parse-url.ts";

test("an address stays one, however often it is read", () => {
  const read = new Set<string | undefined>();

  for (let time = 0; time < 20_000; time += 1) read.add(parseUrl("https://bücher.example/")?.href);

  expect([...read]).toEqual(["https://xn--bcher-kva.example/"]);
});

test.each(["", "bücher", "//", "https://", "http://[::1", "https://a b/"])("%j is no address", (text) => {
  expect(parseUrl(text)).toBeUndefined();
});
