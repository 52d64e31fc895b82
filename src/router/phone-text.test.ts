import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxTextLength, phoneText } from "./phone-text.ts";

describe("what a phone keyboard adds is taken away", () => {
  test.each([
    ["curly quotes", "find “refund api”", 'find "refund api"'],
    ["low and angle quotes", "find „refund“ «api»", 'find "refund" "api"'],
    ["a curly apostrophe", "don’t", "don't"],
    ["a dash that was two hyphens", "ci payments-api —help", "ci payments-api --help"],
    ["a dash within a name", "payments–api", "payments-api"],
    ["a no-break hyphen", "payments\u2011api", "payments-api"],
    ["no-break and thin spaces", "whoowns\u00a0payments-api\u2009public", "whoowns payments-api public"],
    ["line ends and tabs", "whoowns\r\n\tpayments-api", "whoowns payments-api"],
    ["zero-width characters", "\ufeffpay\u200bments\u200d-\u2060api\u00ad", "payments-api"],
    ["direction marks", "\u202epayments-api\u202c", "payments-api"],
    ["a full stop", "whoowns payments-api.", "whoowns payments-api"],
    ["a question mark and space", "who owns payments-api ?? ", "who owns payments-api"],
    ["space around", "  whoowns  payments-api  ", "whoowns payments-api"],
    ["only punctuation", "?", ""],
  ])("%s", (_, typed, meant) => {
    expect(phoneText(typed)).toBe(meant);
  });

  test.each(["payments - api", "a — b", "src/a.b/c.ts", "👩‍💻 team", "5 o'clock", "-is:bot", "1.2.3"])(
    "%s stays as it is",
    (typed) => {
      expect(phoneText(typed)).toBe(typed);
    },
  );
});

describe("a platform's markup becomes what it stands for", () => {
  test.each([
    ["a bare host that Slack made a link", "whoowns <http://payments.io|payments.io>", "whoowns payments.io"],
    ["an address", "whoowns <https://github.com/acme/shop>", "whoowns https://github.com/acme/shop"],
    [
      "an address with path and its text",
      "<http://github.com/acme/shop|github.com/acme/shop>",
      "http://github.com/acme/shop",
    ],
    ["a link that says something else", "<https://evil.test/x|payments.io>", "https://evil.test/x"],
    ["a mail address", "owned <mailto:mia@acme.test|mia@acme.test>", "owned mia@acme.test"],
    ["a telephone number", "find <tel:+4930|+4930>", "find +4930"],
    ["a person", "owned <@U123|mia>", "owned @U123"],
    ["a channel", "find <#C123|pay-help>", "find #pay-help"],
    ["a channel without name", "find <#C123>", "find #C123"],
    ["a user group", "owned <!subteam^S1|@payments>", "owned @payments"],
    ["a user group without name", "owned <!subteam^S1>", "owned @S1"],
    ["everybody", "find <!channel>", "find @channel"],
    ["a Teams mention", 'owned <at id="0">Mia Chen</at>', "owned Mia Chen"],
    ["escaped characters", "find a &amp;&nbsp;b &lt;c&gt;", "find a & b <c>"],
    ["the bot, spoken to", "<@U0BOT>: whoowns payments-api", "whoowns payments-api"],
    ["the bot, spoken to in Teams", "<at>Callboard</at> whoowns payments-api", "whoowns payments-api"],
    ["the bot alone", "<@U0BOT>", ""],
    ["angle brackets that are no markup", "whoowns <anything>", "whoowns <anything>"],
    ["a comparison", "a < b > c", "a < b > c"],
  ])("%s", (_, typed, meant) => {
    expect(phoneText(typed)).toBe(meant);
  });

  test("an escaped mention stays text", () => {
    expect(phoneText("find &lt;@U123&gt;")).toBe("find <@U123>");
  });
});

test("a text that is too long is refused with what to do", () => {
  expect(() => phoneText("x".repeat(maxTextLength + 1))).toThrow(/4001 characters.*whoowns payments-api/);
});

test("whatever is typed, the result is one line without invisible characters, and reading it again changes nothing", () => {
  const character = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(..."“”‘’—–-\u200b\u00a0<>@#!|&;.?\" '\r\n\u0007\u001b"),
  );
  fc.assert(
    fc.property(fc.array(character, { maxLength: 60 }), (characters) => {
      const meant = phoneText(characters.join("").replace(/[<>&]/g, ""));

      expect(meant).not.toMatch(/[\p{Cc}\u200b\u00a0“”‘’]/u);
      expect(phoneText(meant)).toBe(meant);
    }),
    { numRuns: 500, verbose: 1 },
  );
});
