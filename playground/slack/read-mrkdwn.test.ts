import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../testing/property-runs.ts";
import { readMrkdwn } from "./read-mrkdwn.ts";

const types = (text: string, verbatim = true): readonly string[] =>
  readMrkdwn(text, { verbatim }).map((segment) => segment.type);

test.each([
  ["*a*", ["bold"]],
  ["_a_ ~b~ `c`", ["italic", "text", "strike", "text", "code"]],
  ["(*a*)", ["text", "bold", "text"]],
  ["*_a_*", ["italic"]],
  ["*hello <@U1|ada> there*", ["bold", "user", "bold"]],
  ["```\na *b*\n```", ["codeblock"]],
  ["&gt; quoted\nnot", ["quote", "text"]],
  ["> quoted", ["quote"]],
  ["&gt;&gt;&gt; a\nb", ["quote"]],
  [":tada: done", ["emoji", "text"]],
  ["<https://a.example/b_c_|the label>", ["link"]],
  ["<!date^1700000000^{date_short}|yesterday>", ["date"]],
  ["<!here> <!subteam^S1> <#C1|general>", ["broadcast", "text", "usergroup", "text", "channel"]],
])("%j is recognised", (text, expected) => {
  expect(types(text)).toEqual(expected);
});

test.each([
  ["snake_case_name"],
  ["2*3*4"],
  ["a * b * c"],
  ["&lt;@U1&gt; &lt;!here&gt;"],
  ["*\u200ba\u200b*"],
  ["\u200b&gt; not quoted"],
  ["10:30:45"],
  ["@here #general https://a.example"],
])("%j stays text when it is verbatim", (text) => {
  expect(types(text)).toEqual(["text"]);
});

test("a text that is not verbatim gets links and mentions of its own", () => {
  expect(readMrkdwn("@here see #general, web.example.com and https://a.example/x_y_ or ask a@b.example")).toEqual([
    { type: "broadcast", text: "@here" },
    { type: "text", text: " see " },
    { type: "channel", text: "#general", id: "general" },
    { type: "text", text: ", " },
    { type: "link", text: "web.example.com", url: "http://web.example.com" },
    { type: "text", text: " and " },
    { type: "link", text: "https://a.example/x_y_", url: "https://a.example/x_y_" },
    { type: "text", text: " or ask " },
    { type: "link", text: "a@b.example", url: "mailto:a@b.example" },
  ]);
});

test("text is read without its escapes, and links with theirs undone", () => {
  expect(readMrkdwn("a &lt;b&gt; &amp;lt; <https://a.example/?x=1&amp;y=2|a &amp; b>", { verbatim: true })).toEqual([
    { type: "text", text: "a <b> &lt; " },
    { type: "link", text: "a & b", url: "https://a.example/?x=1&y=2" },
  ]);
});

test("escaped text never mentions or links anything by itself when it is verbatim, and nothing of it is lost", () => {
  const sign = fc.constantFrom(..."<>&@#!|^*_~`:\n\u200b abcU1-./");
  const text = fc.string({ unit: sign, maxLength: 60 });
  const active = new Set(["user", "channel", "usergroup", "broadcast", "link", "date"]);
  fc.assert(
    fc.property(text, (typed) => {
      const escaped = typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      const segments = readMrkdwn(escaped, { verbatim: true });
      const marks = /[*_~`>\s]/g;
      const read = segments.map((segment) => segment.text).join("");

      expect(segments.filter((segment) => active.has(segment.type))).toEqual([]);
      expect(read.replace(marks, "")).toBe(typed.replace(marks, ""));
    }),
    propertyRuns(),
  );
});

test.each([
  ...["y", "y.", "y-", "a@", "a@b.", "y.com", "1", "#1", "é.", "http://a.b ", "http://!", "x:", "mailto:"],
  ...["<", "<@U1", "<!a|", "<a|", "&gt;", ">\n", " ", "\n", "`", "```x"],
  ...["*", "*a ", "*a _b ~c ", "*_~", "*\u200b", "a_", ":", "a:"],
])("a text of nothing but %j, however long, is read", (unit) => {
  // With a reader that goes back and forth the test would run out of time: it is ten times a message's length.
  const text = unit.repeat(Math.floor(120_000 / unit.length));

  for (const verbatim of [true, false]) expect(readMrkdwn(text, { verbatim }).length).toBeGreaterThan(0);
});
