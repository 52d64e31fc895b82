import { test } from "vitest";
import { tryHostileRequests } from "../../src/testing/try-hostile-requests.ts";

test("20,000 hostile requests are answered at once, without harm", async () => {
  await tryHostileRequests(20_000);
});
