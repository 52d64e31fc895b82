import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExchangeLine } from "../../wire/exchange.ts";
import { jsonTokens, readableBody } from "./readable-body.ts";
import { curlOf, outcomeOf, wayOf } from "./wire-words.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };

test("JSON is laid out in lines", () => {
  expect(readableBody({ headers: {}, body: '{"ok":true}' })).toEqual([{ text: '{\n  "ok": true\n}', isJson: true }]);
});

test("a form is read field by field, JSON in it too", () => {
  const body = new URLSearchParams({ channel: "C1", blocks: '[{"type":"divider"}]', text: "a & b" }).toString();

  expect(readableBody({ headers: form, body })).toEqual([
    { name: "channel", text: "C1", isJson: false },
    { name: "blocks", text: '[\n  {\n    "type": "divider"\n  }\n]', isJson: true },
    { name: "text", text: "a & b", isJson: false },
  ]);
});

test("what only looks like JSON stays as it is", () => {
  expect(readableBody({ headers: {}, body: '{"cut":"her…' })).toEqual([{ text: '{"cut":"her…', isJson: false }]);
  expect(readableBody({ headers: {}, body: "" })).toEqual([]);
});

test("keys and strings are told apart", () => {
  const kinds = jsonTokens('{"a": "b: 1", "c": [-1.5e3, "\\":"]}').filter(({ kind }) => kind !== "plain");

  expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'key "a":',
    'string "b: 1"',
    'key "c":',
    'string "\\":"',
  ]);
});

test("colouring loses nothing of any JSON", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const pretty = JSON.stringify(JSON.parse(json), undefined, 2);

      expect(
        jsonTokens(pretty)
          .map(({ text }) => text)
          .join(""),
      ).toBe(pretty);
    }),
    { numRuns: 500 },
  );
});

test("curl sends the same body to the same address with the same token", () => {
  const body = "text=it's%20`$HOME`\nnext";
  const headers = {
    ...form,
    host: "127.0.0.1:4400",
    "content-length": "24",
    authorization: "Bearer xoxb-playground-1",
  };

  const curl = curlOf({ line: "POST /api/chat.postMessage", headers, body });

  const printed = execFileSync("sh", ["-c", curl.replace(/^curl/, "printf '%s|'")]);
  expect(printed.toString().split("|").slice(0, -1)).toEqual([
    "-X",
    "POST",
    "http://127.0.0.1:4400/api/chat.postMessage",
    "-H",
    "content-type: application/x-www-form-urlencoded",
    "-H",
    "authorization: Bearer xoxb-playground-1",
    "--data-raw",
    body,
  ]);
});

test("an exchange says its way and what came of it", () => {
  const line: ExchangeLine = { id: 1, at: 0, ms: 12.4, direction: "to app", via: "socket", name: "/whoowns" };

  expect(wayOf(line, "Socket Mode")).toBe("to the app over Socket Mode");
  expect(outcomeOf(line)).toBe("acknowledged in 12\u00a0ms");
  expect(wayOf({ ...line, direction: "from app", via: "http" })).toBe("from the app over HTTP");
  expect(outcomeOf({ ...line, direction: "from app", ms: 0.8 })).toBe("ok in 0.8\u00a0ms");
  expect(outcomeOf({ ...line, ms: 0 })).toBe("no answer due");
  expect(outcomeOf({ ...line, ms: 3001, failure: "timeout" })).toBe("failed after 3.0\u00a0s: timeout");
  expect(outcomeOf({ id: 1, at: 0, direction: "to app", via: "http", name: "x" })).toBe("no answer yet");
});
