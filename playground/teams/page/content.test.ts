import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { preparedCard } from "./card/prepared-card.ts";
import { placeOfLink } from "./links.tsx";
import { cardHtml, markMentions, messageHtml } from "./markdown.ts";

const mia = { text: "<at>Mia Chen</at>" };

test("texts are Markdown, those of cards as far as Teams takes it there", () => {
  expect(messageHtml("**bold** and `code`").trim()).toBe("<p><strong>bold</strong> and <code>code</code></p>");
  expect(cardHtml("**bold** and `code`").trim()).toBe("<p><strong>bold</strong> and `code`</p>");
  expect(cardHtml("- one\n- two")).toContain("<li>one</li>");
  for (const heading of ["# Title", "Title\n==="]) expect(cardHtml(heading)).not.toContain("<h1>");
});

test("links lead to tabs of their own; what is no address of a page or a mailbox is none", () => {
  expect(cardHtml("[docs](https://docs.acme.example)")).toContain(
    '<a href="https://docs.acme.example" target="_blank" rel="noreferrer noopener">docs</a>',
  );
  for (const url of ["javascript:alert(1)", "data:text/html,x", "/faults"])
    expect(cardHtml(`[docs](${url})`)).not.toContain("<a");
});

test("nothing that is written becomes HTML", () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom("<img src=x onerror=alert(1)>", "<at>Mia Chen</at>", "&lt;b>"));
  const allowed = /<\/?(?:p|strong|em|s|code|pre|ul|ol|li|br|hr|blockquote|a|span)(?: [^<>]*)?>/g;
  fc.assert(
    fc.property(fc.array(texts), (parts) => {
      const marked = markMentions(parts.join(""), [mia]);

      for (const html of [cardHtml(marked), messageHtml(marked)]) expect(html.replace(allowed, "")).not.toMatch(/[<>]/);
    }),
    propertyRuns(500),
  );
});

test("only who is meant by an entity is mentioned", () => {
  expect(messageHtml(markMentions("<at>Mia Chen</at>, <at>Bob</at>", [mia]))).toMatch(
    /<span class="[^"]*">Mia Chen<\/span>, &lt;at&gt;Bob/,
  );
});

test("a card loads nothing from elsewhere; the data of its buttons stay as they are", () => {
  const data = { text: "<at>Mia Chen</at>", backgroundImage: "x" };
  const card = {
    type: "AdaptiveCard",
    backgroundImage: "https://acme.example/ground.png",
    msteams: { entities: [{ type: "mention", ...mia }] },
    body: [
      { type: "TextBlock", text: "Hello <at>Mia Chen</at>" },
      { type: "ImageSet", images: [{ type: "Image", url: "https://acme.example/a b.png", altText: "a [map]" }] },
    ],
    actions: [{ type: "Action.Submit", title: "Go", iconUrl: "https://acme.example/icon.png", data }],
  };

  const { body, actions, backgroundImage } = preparedCard(card) as Record<string, unknown>;

  expect(backgroundImage).toBeUndefined();
  expect(body).toMatchObject([
    { text: expect.not.stringContaining("<at>") },
    { type: "Container", items: [{ text: "[Image: a map](https://acme.example/a%20b.png)" }] },
  ]);
  expect(actions).toEqual([{ type: "Action.Submit", title: "Go", data }]);
});

test("addresses of Teams lead to conversations and messages of the page", () => {
  const channel = "19:abc@thread.tacv2";
  const address = `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/1763740800123`;

  expect(placeOfLink(address)).toEqual({ channel, message: "1763740800.123000" });
  expect(placeOfLink(`${address}?parentMessageId=1763740700000`)).toMatchObject({ thread: "1763740700.000000" });
  expect(placeOfLink(`https://teams.cloud.microsoft/l/channel/${encodeURIComponent(channel)}/help`)).toEqual({
    channel,
  });
  expect(placeOfLink("https://teams.microsoft.com.evil.example/l/channel/x/y")).toBeUndefined();
});
