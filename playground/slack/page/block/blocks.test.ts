import type { KnownBlock } from "@slack/types";
import { expect, test } from "vitest";
import { drawn, wordsOf } from "../../../page/testing/drawn.ts";
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
  const image = { type: "image", alt_text: "a graph", image_url: "https://cdn.example/graph.png" };
  const shown = html(image, { type: "section", text: mrkdwn("x"), accessory: image });

  expect(shown).not.toMatch(/<img|src=/);
  expect(shown.match(/href="https:\/\/cdn.example\/graph.png"/g)).toHaveLength(2);
  expect(words({ type: "image", alt_text: "a file", slack_file: { id: "F1" } })).toBe("Image: a file");
});

test("headings stand below the conversation's, in a modal below the modal's", () => {
  const header = { type: "header", text: plain("Created") } as KnownBlock;

  expect(html(header)).toContain("<h2>Created</h2>");
  expect(drawn(Blocks, { blocks: [header], surface: { viewId: "V1" } })).toContain("<h3>Created</h3>");
});

test("the other blocks are drawn, each with its words", () => {
  expect(words({ type: "section", fields: [mrkdwn("*a*"), plain("*b*")] })).toBe("a*b*");
  expect(html({ type: "divider" })).toContain("<hr/>");
});

test("a block that is not drawn says so and can be read as it was sent", () => {
  const shown = words({ type: "video", block_id: "v", title: plain("Film") });

  expect(shown).toContain("This page does not draw “video” blocks.");
  expect(shown).toContain('"text": "Film"');
});
