import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawn, wordsOf } from "../../../page/testing/drawn.ts";
import { propertyRuns } from "../../../testing/property-runs.ts";
import { Mrkdwn } from "./mrkdwn.tsx";
import { TextObject } from "./text-object.tsx";

const html = (text: string, isVerbatim = true): string => drawn(Mrkdwn, { text, isVerbatim });
const words = (text: string, isVerbatim = true): string => wordsOf(html(text, isVerbatim));

describe("a text shows", () => {
  test.each([
    ["*a* _b_ ~c~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"],
    ["*a _b_*", "<strong>a <em>b</em></strong>"],
    ["*a (*b*) c*", "<strong>a (*b</strong>) c*"],
    ["one\ntwo", "one\ntwo"],
    ["&gt; a\n&gt; b\nc", "<blockquote>a\nb\n</blockquote>c"],
    ["&gt;&gt;&gt; a\nb", "<blockquote>a\nb</blockquote>"],
    ["```\na *b*\n```\nc", "<pre><code>a *b*</code></pre>c"],
    ["a &lt;b&gt; &amp;amp;", "a &lt;b&gt; &amp;amp;"],
    ["*\u200bnot bold\u200b*", "*not bold*"],
    [":tada: :+1::skin-tone-3: :nobody-knows:", "🎉 👍 :nobody-knows:"],
    ["<!here> <!subteam^S1|@payments>", "<span>@here</span> <span>@payments</span>"],
  ])("%j", (text, expected) => {
    expect(html(text)).toBe(`<span>${expected}</span>`);
  });
});

test("people and channels have the names that the workspace has for them, unknown ones those that were sent", () => {
  expect(words("<@U0MIA> asks <@U0MIA|old> in <#C0CHECKOUT|old>")).toBe("@mia asks @mia in #checkout-dev");
  expect(words("<@U404> <@U404|kim> <#C404> <#C404|secret>")).toBe("@U404 kim #C404 #secret");
  expect(html("<#C0CHECKOUT>")).toContain('href="#/C0CHECKOUT"');
});

test("names and addresses are links by themselves only when the text is not verbatim", () => {
  const text = "@mia @nobody #checkout-dev see acme.example/docs, tax.ts and a@b.example";

  expect(html(text)).toBe(`<span>${text}</span>`);
  expect(words(text, false)).toBe(text);
  expect(html(text, false).match(/href="[^"]*"/g)).toEqual([
    'href="#/C0CHECKOUT"',
    'href="http://acme.example/docs"',
    'href="mailto:a@b.example"',
  ]);
});

test("addresses of the workspace stay in the page, others open beside it", () => {
  expect(html("<https://acme.slack.com/archives/C0CHECKOUT/p1763740800000100|it>")).toContain(
    '<a href="#/C0CHECKOUT/1763740800.000100">it</a>',
  );
  expect(
    html("<https://acme.slack.com/archives/C0CHECKOUT/p1763740801000200?thread_ts=1763740800.000100|it>"),
  ).toContain('href="#/C0CHECKOUT/1763740801.000200?thread=1763740800.000100"');
  expect(html("<https://acme.slack.com/team/U0MIA|Mia Chen>")).toMatch(
    /<button [^>]*popoverTarget="[^"]+"[^>]*>Mia Chen</i,
  );
  expect(html("<https://other.slack.com/archives/C0CHECKOUT|it>")).toContain(
    '<a href="https://other.slack.com/archives/C0CHECKOUT" target="_blank" rel="noreferrer noopener">it</a>',
  );
});

test("an address that no link may have is words", () => {
  expect(html("<javascript:alert(1)|press> <data:text/html,x> <nowhere|here>")).not.toMatch(/href/);
  expect(words("<javascript:alert(1)|press>")).toBe("press");
});

test("a date is said in the reader's words, or as it was called when there is no such date", () => {
  expect(html("<!date^1392734382^{date_num}|then>")).toMatch(
    /^<span><time dateTime="2014-02-18T[^"]*" title="[^"]*">2014-02-1\d</,
  );
  expect(words("<!date^soon^{date}|then> <!date^1392734382^{century}|then>")).toBe("then then");
  expect(html("<!date^1392734382^{date_num}^https://a.example/|then>")).toContain('<a href="https://a.example/"');
});

test("a plain text is shown as it is written, but for names of emoji", () => {
  const plain = (text: string, emoji?: boolean): string =>
    drawn(TextObject, { object: { type: "plain_text", text, ...(emoji !== undefined && { emoji }) } });

  expect(plain("*a* <@U0MIA> &amp; :tada:")).toBe("<span>*a* &lt;@U0MIA&gt; &amp;amp; 🎉</span>");
  expect(plain(":tada:", false)).toBe("<span>:tada:</span>");
});

const hostile = fc.constantFrom(
  ...[
    "<",
    ">",
    "&",
    "&lt;",
    "&gt;",
    "&amp;",
    "|",
    "@",
    "#",
    "!",
    "^",
    "*",
    "_",
    "~",
    "`",
    "```",
    ":",
    "\n",
    "\u200b",
    '"',
    "'",
    "=",
  ],
  ...[
    "U0MIA",
    "C0CHECKOUT",
    "<@",
    "<#",
    "<!date^1^{time}",
    "<!",
    "javascript:",
    "https://a.example/",
    "acme.slack.com",
    "a.example",
  ],
  ...["</span>", "<script>", "onclick", "{date_pretty}", ":tada:", "a", "b ", "1", "/", "."],
);
const anyText = fc.oneof(fc.string({ unit: hostile, maxLength: 60 }), fc.string({ unit: "binary" }));

test("any text is drawn, with our elements alone and safe addresses alone", () => {
  fc.assert(
    fc.property(anyText, fc.boolean(), (text, isVerbatim) => {
      const elements = [...html(text, isVerbatim).matchAll(/<([^\s>/]+)([^>]*)>/g)];

      expect(
        elements
          .map(([, name]) => name)
          .filter((name) => !/^(span|strong|em|s|code|pre|blockquote|a|button|time)$/.test(name ?? "")),
      ).toEqual([]);
      const addresses = elements.flatMap(([, , attributes]) => /href="([^"]*)"/.exec(attributes ?? "")?.[1] ?? []);
      expect(addresses.filter((url) => !/^(#\/|https?:|mailto:|tel:|slack:)/i.test(url))).toEqual([]);
      expect(
        elements.filter(([, , attributes]) => / on\w+=| style=/.test(attributes?.replaceAll(/"[^"]*"/g, "") ?? "")),
      ).toEqual([]);
    }),
    propertyRuns(),
  );
});

test("of an escaped text every character is there that can be seen", () => {
  const sign = fc.constantFrom(..."<>&@#!|^*_~`:\n\u200b abcU1-./é🟢");
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 80 }), fc.boolean(), (typed, isVerbatim) => {
      const escaped = typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      const marks = /[*_~`>\s\u200b]/g;

      expect(words(escaped, isVerbatim).replace(marks, "")).toBe(typed.replace(marks, ""));
    }),
    propertyRuns(),
  );
});

test.each([
  ["nested", `${"*_~".repeat(2000)}a${"~_*".repeat(2000)}`],
  ["opened and never closed", "*a _b ~c ".repeat(1300)],
  ["quoted", "&gt; a\n".repeat(1700)],
  ["brackets", "<@".repeat(6000)],
  ["backticks", "`".repeat(12_000)],
])("a long text is drawn soon: %s", (_, text) => {
  const start = performance.now();

  expect(html(text).length).toBeGreaterThan(100);
  expect(performance.now() - start).toBeLessThan(3000);
});
