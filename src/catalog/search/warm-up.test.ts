import { expect, test } from "vitest";
import { thing } from "../../testing/thing.ts";
import { buildSearchIndex } from "./build-search-index.ts";
import { warmUp } from "./warm-up.ts";

test("a warm-up asks as much as told, of few things again and again", async () => {
  const things = [thing("payments-api", { title: "Payments", description: "Takes card payments" }), thing("web")];

  expect(await warmUp(await buildSearchIndex(things), things, { questions: 30 })).toBe(30);
});

test("a warm-up over nothing asks nothing", async () => {
  expect(await warmUp(await buildSearchIndex([]), [])).toBe(0);
});

test("a warm-up that is called off rejects with the reason", async () => {
  const things = [thing("web")];
  const signal = AbortSignal.abort(new Error("stopping"));

  await expect(warmUp(await buildSearchIndex(things), things, { signal })).rejects.toThrow("stopping");
});
