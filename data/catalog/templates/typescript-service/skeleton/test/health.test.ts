import assert from "node:assert/strict";
import { test } from "node:test";
import { health } from "../src/health.js";

test("health says which service answers", () => {
  assert.equal(health().name, "${{ values.name }}");
});
