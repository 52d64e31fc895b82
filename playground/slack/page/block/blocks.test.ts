import type { KnownBlock, RichTextBlock } from "@slack/types";
import { expect, test } from "vitest";
import { drawn, wordsOf } from "../testing/drawn.ts";
import { Attachments } from "./attachments.tsx";
import { Blocks } from "./blocks.tsx";

const surface = { channel: "C0CHECKOUT", ts: "1763740800.000100" };
const html = (...blocks: readonly object[]): string => drawn(Blocks, { blocks: blocks as KnownBlock[], surface });
const words = (...blocks: readonly object[]): string => wordsOf(html(...blocks));
const mrkdwn = (text: string) => ({ type: "mrkdwn", text, verbatim: true });
const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
const button = (text: string) => ({ type: "button", action_id: text, text: plain(text), value: "do" });

test("a message of ours is its words, its buttons and its small line", () => {
  const shown = html(
    { type: "section", block_id: "text-0", text: mrkdwn("*Team Payments* owns *payments-api*\n#pay-help") },
    { type: "actions", block_id: "actions", elements: [button("Ask the team"), button("Share here")] },
    { type: "context", block_id: "note", elements: [mrkdwn("Set in acme/payments")] },
  );

  expect(shown).toContain("<strong>Team Payments</strong> owns <strong>payments-api</strong>\n#pay-help");
  expect(shown.match(/<button[^>]*>.*?<\/button>/g)).toHaveLength(2);
  expect(shown).toContain("Set in acme/payments");
});

test("a row of a choice has its button behind its words", () => {
  const row = {
    type: "section",
    block_id: "text-1",
    text: mrkdwn("*payments-api* service"),
    accessory: button("Choose"),
  };

  expect(words(row)).toMatch(/^payments-api service\s*Choose/);
});

test("an image is its description, with a way to it and without a request for it", () => {
  const image = {
    type: "image",
    alt_text: "a graph",
    image_url: "https://cdn.example/graph.png",
    title: plain("Load"),
  };
  const shown = html(image, { type: "section", text: mrkdwn("x"), accessory: { ...image, title: undefined } });

  expect(shown).not.toMatch(/<img|src=/);
  expect(shown).toContain("Load");
  expect(shown.match(/href="https:\/\/cdn.example\/graph.png"/g)).toHaveLength(2);
  expect(words({ type: "image", alt_text: "a file", slack_file: { id: "F1" } })).toBe("Image: a file");
});

const section = (...elements: readonly object[]) => ({ type: "rich_text_section", elements });
const text = (words: string, style = {}) => ({ type: "text", text: words, style });

test("rich text has its styles, mentions, links and lists, and parses nothing", () => {
  const shown = html({
    type: "rich_text",
    elements: [
      section(
        text("a *b* ", { bold: true, italic: true }),
        { type: "user", user_id: "U0JON" },
        { type: "broadcast", range: "here" },
      ),
      section(
        { type: "link", url: "https://a.example/", text: "link" },
        { type: "emoji", name: "x", unicode: "1f44d-1f3fb" },
      ),
      {
        type: "rich_text_list",
        style: "ordered",
        offset: 2,
        elements: [section(text("third")), section(text("fourth"))],
      },
      { type: "rich_text_list", style: "bullet", indent: 1, elements: [section(text("inside"))] },
      { type: "rich_text_quote", elements: [text("quoted")] },
      { type: "rich_text_preformatted", elements: [text("if (a) {\n}")] },
    ],
  });

  expect(shown).toContain("<em><strong>a *b* </strong></em>");
  expect(shown).toMatch(/<button[^>]*>@jon<\/button>/);
  expect(shown).toContain('<a href="https://a.example/" target="_blank" rel="noreferrer noopener">link</a>👍🏻');
  expect(shown).toMatch(
    /<ol [^>]*start="3"[^>]*><li>third<\/li><li>fourth<\/li><\/ol><ul [^>]*><li>inside<\/li><\/ul>/,
  );
  expect(shown).toContain("<blockquote>quoted</blockquote><pre><code>if (a) {\n}</code></pre>");
});

test("a table has a row of headings, and numbers as they are written", () => {
  const cell: RichTextBlock = { type: "rich_text", elements: [section(text("live")) as never] };
  const shown = html({
    type: "table",
    rows: [
      [
        { type: "raw_text", text: "Name" },
        { type: "raw_text", text: "Runs" },
      ],
      [cell, { type: "raw_number", value: 12 }],
    ],
    column_settings: [null, { align: "right" }],
  });

  expect(wordsOf(shown)).toBe("NameRunslive12");
  expect(shown).toContain('<th scope="col" style="text-align:right">Runs</th>');
});

test("headings stand below the conversation's, in a modal below the modal's", () => {
  const header = { type: "header", text: plain("Created") } as KnownBlock;

  expect(html(header)).toContain("<h2>Created</h2>");
  expect(drawn(Blocks, { blocks: [header], surface: { viewId: "V1" } })).toContain("<h3>Created</h3>");
});

test("the other blocks are drawn, each with its words", () => {
  expect(words({ type: "section", fields: [mrkdwn("*a*"), plain("*b*")] })).toBe("a*b*");
  expect(html({ type: "divider" })).toContain("<hr/>");
  expect(words({ type: "alert", level: "warning", text: plain("Soon over") })).toBe("Warning Soon over");
  expect(words({ type: "markdown", text: "# A <b>" })).toContain("# A <b>");
});

test("a block that is not drawn says so and can be read as it was sent", () => {
  const shown = words({ type: "video", block_id: "v", title: plain("Film") });

  expect(shown).toContain("This page does not draw “video” blocks.");
  expect(shown).toContain('"text": "Film"');
});

test("attachments show their texts, and their fallback when there is nothing else", () => {
  const alert = { title: "Alert", title_link: "https://mon.example/1", text: "*slow*" };
  const fields = [{ title: "Service", value: "tax-api" }];
  const shown = drawn(Attachments, { attachments: [{ ...alert, fields }, { fallback: "nothing else" }], surface });

  expect(shown).toContain('<a href="https://mon.example/1" target="_blank" rel="noreferrer noopener">Alert</a>');
  expect(shown).toContain("<strong>slow</strong>");
  expect(wordsOf(shown)).toMatch(/Service tax-apinothing else$/);
});
