import fc from "fast-check";
import { expect, test } from "vitest";
import { bold, code, link, type Span } from "../../../src/chat/text.ts";
import { hostileForm, hostileMessage, hostileText } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { cardProblems, plainWords, readMarkdown, seen, textsOf } from "../../../src/testing/teams-soundness.ts";
import { renderMessage } from "./card.ts";
import { renderForm } from "./form.ts";
import { type Look, markdownLine, plainLabel } from "./text.ts";

const look: Look = { profileUrl: () => undefined, channelName: () => undefined, timeZone: "Europe/Berlin" };

/** What a failure would shrink to is not worth minutes: the case itself is printed. */
const quickly = () => ({ ...propertyRuns(), endOnFailure: true });

/** What begins something in Markdown, in the dates of Adaptive Cards or in their templates. */
const morsel = fc.constantFrom(
  ..."*_`~[]()<>!#&\\/|:-+=.{}$1 \u00a0ax@“é🎉",
  ..."**|__|~~|![|](|]:|//|{{|$|{|&amp;|&#42;|<at>|<b>|1. |- |# |> |---|```|https:|mailto:|www.|{{DATE(2026-01-15T12:00:00Z)}}".split(
    "|",
  ),
);
const noise = fc.string({ unit: morsel, maxLength: 12 });
const short = fc.oneof(
  noise,
  hostileText.map((text) => text.slice(0, 200)),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  short.map((text): Span => ({ type: "text", text })),
  short.map(bold),
  short.map(code),
  short.map((text) => link(text, "https://example.com/a_b_(c)?d=*e*&copy;_f_")),
);

test("a line shows exactly the characters that were written, and formats nothing but its own spans", () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
      const markdown = markdownLine(spans, look);
      for (const { text, markup } of readMarkdown(markdown)) {
        expect(seen(text)).toBe(plainWords(spans));
        expect(markup.filter((one) => one !== "strong" && !one.startsWith("link https://example.com/a"))).toEqual([]);
        const isStrong = ({ type, text: words }: Span) => (type === "bold" || type === "code") && words.trim() !== "";
        expect(markup.filter((one) => one === "strong").length).toBeLessThanOrEqual(spans.filter(isStrong).length);
      }
      expect(markdown).not.toMatch(/\{\{|\$\{|\n/);
    }),
    propertyRuns(),
  );
});

test("every span of ours that can be seen formats, whatever stands beside it", () => {
  const words = fc.stringMatching(/^[a-z“”().]{1,6}$/);
  fc.assert(
    fc.property(short, words, words, short, (before, strong, linked, after) => {
      const spans: Span[] = [
        { type: "text", text: before },
        bold(strong),
        link(linked, "https://example.com/"),
        bold(strong),
        code(strong),
        { type: "text", text: after },
      ];
      for (const { markup } of readMarkdown(markdownLine(spans, look))) {
        expect(markup).toEqual(["strong", "link https://example.com/", "strong", "strong"]);
      }
    }),
    propertyRuns(),
  );
});

test("no foreign text formats, links or breaks a message, and none is too large", () => {
  fc.assert(
    fc.property(hostileMessage, (message) => {
      expect(cardProblems(renderMessage(message, look), textsOf(message))).toEqual([]);
    }),
    quickly(),
  );
});

test("no foreign text breaks a form, nor one that is shown again", () => {
  fc.assert(
    fc.property(hostileForm, hostileText, hostileText, (form, error, value) => {
      const open = { flow: "ask", state: "{}", form };
      const problems = { errors: { one: error, other: error }, values: { one: value, two: value } };
      expect(cardProblems(renderForm(open, "origin"), [form.intro ?? "", form.note ?? ""])).toEqual([]);
      expect(cardProblems(renderForm(open, "origin", problems), [form.intro ?? "", form.note ?? ""])).toEqual([]);
    }),
    quickly(),
  );
});

test("a label is one line, cut to its length, in which nothing is filled in", () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 5, max: 50 }), (text, max) => {
      const label = plainLabel(text, max, "Open");
      expect(label.length).toBeLessThanOrEqual(max);
      expect(label).not.toMatch(/\n|\{\{|\$\{|^$/);
    }),
    propertyRuns(),
  );
});

test.each(["<a@b.example>", "<~@a>", "<7@a.example>", "<.x@a>", "<https://example.com>", "<b>"])(
  "%s is no link and no tag",
  (text) => {
    for (const { text: words, markup } of readMarkdown(markdownLine(text, look))) {
      expect([seen(words), markup]).toEqual([seen(text), []]);
    }
  },
);
