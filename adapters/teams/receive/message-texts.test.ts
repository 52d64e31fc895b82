import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { messageTexts } from "./message-texts.ts";

const html = (content: string) => ({ body: { contentType: "html", content } });

test("a message's text is read without its tags, with the addresses of its links", () => {
  const content =
    '<div><p>Who owns <a href="https://git.acme.example/payments?a=1&amp;b=2">this</a>?</p><p>It&#39;s down</p></div>';

  expect(messageTexts(html(content))).toEqual([
    "https://git.acme.example/payments?a=1&b=2",
    "Who owns this?\nIt's down",
  ]);
});

test("cards are read, as text and as objects", () => {
  const card = { type: "AdaptiveCard", body: [{ type: "TextBlock", text: "payments-api failed" }] };

  for (const content of [card, JSON.stringify(card)])
    expect(
      messageTexts({ attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] }),
    ).toEqual(["payments-api failed"]);
});

test("who wrote a message, and where it is, is no text of it", () => {
  const from = { user: { displayName: "Mia Chen" } };
  const linkToMessage = "https://teams.microsoft.com/l/message/1";

  expect(messageTexts({ ...html("down"), from, linkToMessage, reactions: [{ reactionType: "like" }] })).toEqual([
    "down",
  ]);
});

test("whatever a message is, what is read of it is bounded and each once", () => {
  const node = fc.anything({
    maxDepth: 5,
    values: [fc.constantFrom("<a href=", '<a href="x">', "{", "{}", "[", "x".repeat(3000))],
  });
  const property = fc.property(
    fc.dictionary(fc.constantFrom("body", "content", "text", "items", "attachments"), node),
    (payload) => {
      const texts = messageTexts(payload);

      expect(texts.join("").length).toBeLessThanOrEqual(40_000 * 2);
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts.every((text) => text !== "")).toBe(true);
    },
  );
  fc.assert(property, propertyRuns());
});
