import { expect, test } from "vitest";
import { createCanaries } from "./canaries.ts";

const secret = "s3cret+/?=wörd";

test.each([
  ["itself", secret],
  ["base64", Buffer.from(secret).toString("base64")],
  ["base64 behind one byte", Buffer.from(`:${secret}`).toString("base64")],
  ["base64url between others", Buffer.from(`user:${secret}:more`).toString("base64url")],
  ["URL", encodeURIComponent(secret)],
  ["hex", Buffer.from(`x${secret}x`).toString("hex").toUpperCase()],
])("a secret is found as %s", (_, text) => {
  const canaries = createCanaries();
  canaries.add("password", secret);

  expect(canaries.findIn(`before ${text} after`, "a log")).not.toEqual([]);
  expect(canaries.findIn("before and after", "a log")).toEqual([]);
});
