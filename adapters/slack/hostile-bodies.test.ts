import { test } from "vitest";
import { tryHostileRequests } from "../../src/testing/try-hostile-requests.ts";

test("hostile requests are answered at once, without harm", async () => {
  await tryHostileRequests();
}, 60_000);
