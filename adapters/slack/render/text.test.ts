import { expect, test } from "vitest";
import { bold, code, link, person, rich, type Span, type Text } from "../../../src/chat/text.ts";
import { type Look, mrkdwn, mrkdwnLine, plainText } from "./text.ts";

const look: Look = {
  profileUrl: (email) => (email === "mia@example.com" ? "https://example.slack.com/team/U1" : undefined),
};
/** With the guards made visible. */
const rendered = (text: Text, max?: number) => mrkdwn(text, look, max).replaceAll("\u200b", "·");

test("what Slack would read as a mention, a channel or a link is only text", () => {
  expect(rendered("<!channel> <@U1> <!subteam^S1> <#C1> <http://evil|github.com> &amp;")).toBe(
    "&lt;!channel&gt; &lt;@U1&gt; &lt;!subteam^S1&gt; &lt;#C1&gt; &lt;http://evil|github.com&gt; &amp;amp;",
  );
});

test.each([
  ["*b*", "·*·b·*·"],
  ["**b**", "·*·*·b·*·*·"],
  ["_i_", "·_·i·_·"],
  ["~s~", "·~·s·~·"],
  ["`c`", "·`·c·`·"],
  ["```x```", "·`·`·`·x·`·`·`·"],
  [":tada:", ":·tada:"],
  [":+1::skin-tone-2:", ":·+1::·skin-tone-2:"],
  ["> quote\n  >>> more", "·&gt; quote\n  ·&gt;&gt;&gt; more"],
  ["payments_api and __init__", "payments_api and ·_·_·init·_·_·"],
  ["at 12:30 a:b", "at 12:30 a:b"],
  ["- one\n1. two", "- one\n1. two"],
])("foreign formatting is inert: %s", (text, markup) => {
  expect(rendered(text)).toBe(markup);
});

test("neighbouring texts cannot make formatting together", () => {
  const parts: Span[] = [
    { type: "text", text: "*a" },
    { type: "text", text: "* :ta" },
    { type: "link", text: "da:", url: "javascript:alert(1)" },
  ];

  expect(rendered(parts)).toBe("·*·a·*· :·tada:");
});

test("our spans format, whatever they hold", () => {
  expect(rendered(rich`${bold("Team Payments")} owns ${bold("payments-api")}`)).toBe(
    "*Team Payments* owns *payments-api*",
  );
  expect(rendered([bold(" a*b\n_c_ d ")])).toBe(" *a·*·b ·_·c·_· d* ");
  expect(rendered([code("a`b <!here> *c*")])).toBe("`a'b &lt;!here&gt; *c*`");
  expect(rendered([code(" \n "), bold("")])).toBe(" ");
});

test("bold that could not format is plain", () => {
  expect(rendered([bold("__init__"), bold("> x"), bold("*")])).toBe("·_·_·init·_·_·*&gt; x*·*·");
});

test("a span next to a word is kept apart from it, for Slack would not format it", () => {
  expect(rendered(rich`pre${bold("b")}post`)).toBe("pre·*b*·post");
  expect(rendered([bold("a"), code("b"), bold("c")])).toBe("*a*·`b`·*c*");
  expect(rendered(rich`${bold("name")}: (${code("x")}), “${bold("y")}”`)).toBe("*name*: (`x`), “*y*”");
});

test.each([
  ["https://example.com/a b|c?d=<e>&f=1", "<https://example.com/a%20b%7Cc?d=%3Ce%3E&amp;f=1|x>"],
  ["http://localhost:3000/", "<http://localhost:3000/|x>"],
  ["http://127.0.0.1/", "<http://127.0.0.1/|x>"],
  ["slack://channel?team=T1&id=C1", "<slack://channel?team=T1&amp;id=C1|x>"],
  ["https://bücher.example/", "<https://xn--bcher-kva.example/|x>"],
])("a safe address is a link: %s", (url, markup) => {
  expect(rendered([link("x", url)])).toBe(markup);
});

test.each([
  "http://example.com/",
  "javascript:alert(1)",
  "mailto:a@example.com",
  "data:text/html,x",
  "https://github.com@evil.example/",
  "!channel",
  "@U1",
  "",
])("any other address is not: %s", (url) => {
  expect(rendered([link("x", url)])).toBe("x");
});

test("an address that is longer than Slack takes is no link", () => {
  expect(rendered([link("x", `https://example.com/${"a".repeat(4000)}`)])).toBe("x");
});

test("a label cannot end its link", () => {
  expect(rendered([link("a|b<c>\nd *e*", "https://example.com/")])).toBe("<https://example.com/|a¦b‹c› d ·*·e·*·>");
});

test("a person is a link to the profile that the workspace knows, else to their page, else a name", () => {
  expect(rendered([person("Mia Chen", { email: "mia@example.com", url: "https://example.com/mia" })])).toBe(
    "<https://example.slack.com/team/U1|Mia Chen>",
  );
  expect(rendered([person("Ana", { email: "ana@example.com", url: "https://example.com/ana" })])).toBe(
    "<https://example.com/ana|Ana>",
  );
  expect(rendered([person("Tom", { email: "tom@example.com" })])).toBe("Tom");
});

test("a time is shown in each reader's zone", () => {
  expect(rendered([{ type: "time", text: "14:22", at: new Date("2026-11-21T14:22:30Z") }])).toBe(
    "<!date^1795270950^{time}|14:22>",
  );
  expect(rendered([{ type: "time", text: "14:22", at: new Date(Number.NaN) }])).toBe("14:22");
});

test("what cannot be seen is taken away, and half a character replaced", () => {
  expect(rendered("a\u202eb\u2066c\u200bd\u0000e\ud800f\r\ng\u2028h")).toBe("abcd e\ufffdf\ng\nh");
});

test("a text that is too long is cut in its words, not in its markup", () => {
  const long = [
    bold("b".repeat(50)),
    { type: "text", text: " & ".repeat(50) },
    link("l".repeat(50), "https://a.example/"),
  ] as const;

  for (let max = 1; max < 300; max += 1) {
    const markup = mrkdwn(long, look, max);

    expect(markup.length).toBeLessThanOrEqual(max);
    expect(markup).toMatch(/^(\*b+\*)?\u200b?( &amp; | &amp;|&amp;| )*(<https:\/\/a\.example\/\|l+>)?…?$/);
  }
  expect(mrkdwn("x".repeat(40_000), look)).toBe(`${"x".repeat(2999)}…`);
  expect(mrkdwn("🎉".repeat(10), look, 8)).toBe("🎉🎉🎉…");
});

test("a line has no line ends", () => {
  expect(mrkdwnLine([bold("a\nb"), { type: "text", text: "\r\n\r\nc\n" }], look)).toBe("*a b* c");
});

test("the notification is one inert line of 300 characters at most", () => {
  expect(plainText(rich`${bold("Team A")} owns ${link("x", "https://example.com/")} <!here>\n*b*`)).toBe(
    "Team A owns x &lt;!here&gt; \u200b*\u200bb\u200b*\u200b",
  );
  expect(plainText("&".repeat(1000))).toBe(`${"&amp;".repeat(59)}…`);
});
