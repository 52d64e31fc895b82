import { expect, test } from "vitest";
import { checkMessage, checkView } from "./check-message.ts";

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const plain = (text: string) => ({ type: "plain_text", text });
const section = (text = "text") => ({ type: "section", text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const x = (length: number) => "x".repeat(length);

test("a sound message breaks nothing", () => {
  const option = { text: plain("One"), value: "1" };
  const message = {
    text: "text",
    blocks: [
      { type: "header", text: plain("Header") },
      { ...section(), accessory: { type: "overflow", action_id: "more", options: [option] } },
      actions(button({ value: "v", style: "primary" }), {
        type: "external_select",
        action_id: "who",
        placeholder: plain("Who"),
      }),
      {
        type: "context",
        elements: [mrkdwn("small"), { type: "image", image_url: "https://a.example/i.png", alt_text: "i" }],
      },
      { type: "divider" },
      {
        type: "rich_text",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "t", style: { bold: true } }] }],
      },
    ],
  };

  expect(checkMessage(message)).toEqual([]);
});

test.each([
  ["no text", { blocks: [section()] }, "/text"],
  ["a long text", { text: x(4001) }, "/text"],
  ["too many blocks", { text: "t", blocks: Array(51).fill({ type: "divider" }) }, "/blocks"],
  ["a long section", { text: "t", blocks: [section(x(3001))] }, "/blocks/0/text/text"],
  ["an empty section", { text: "t", blocks: [{ type: "section" }] }, "/blocks/0/type"],
  ["an empty text object", { text: "t", blocks: [section("")] }, "/blocks/0/text/text"],
  ["an unknown block", { text: "t", blocks: [{ type: "sektion" }] }, "/blocks/0/type"],
  ["an unknown key", { text: "t", blocks: [{ ...section(), color: "red" }] }, "/blocks/0"],
  ["an alert outside a modal", { text: "t", blocks: [{ type: "alert", text: plain("a") }] }, "/blocks/0/type"],
  [
    "a formatted button",
    { text: "t", blocks: [actions(button({ text: mrkdwn("Go") }))] },
    "/blocks/0/elements/0/text/type",
  ],
  ["a long button", { text: "t", blocks: [actions(button({ text: plain(x(76)) }))] }, "/blocks/0/elements/0/text/text"],
  ["a long value", { text: "t", blocks: [actions(button({ value: x(2001) }))] }, "/blocks/0/elements/0/value"],
  [
    "an address that is none",
    { text: "t", blocks: [actions(button({ url: "javascript:x" }))] },
    "/blocks/0/elements/0/url",
  ],
  ["two same action_ids", { text: "t", blocks: [actions(button(), button())] }, "/blocks/0/elements/1/action_id"],
  [
    "two same block_ids",
    {
      text: "t",
      blocks: [
        { ...section(), block_id: "b" },
        { ...section(), block_id: "b" },
      ],
    },
    "/blocks/1/block_id",
  ],
  ["too much text", { text: "t", blocks: Array(5).fill(section(x(2900))) }, "/blocks"],
])("%s is found", (_name, message, pointer) => {
  expect(checkMessage(message).map((problem) => problem.split(": ")[0])).toContain(pointer);
});

test("a modal has limits of its own", () => {
  const input = { type: "input", label: plain("Name"), element: { type: "plain_text_input", action_id: "name" } };
  const view = { type: "modal", title: plain("Title"), submit: plain("Send"), blocks: [input] };
  const { submit: _submit, ...unsendable } = view;

  expect(checkView(view)).toEqual([]);
  expect(checkView({ ...view, title: plain(x(25)) })).toEqual([expect.stringContaining("/title/text")]);
  expect(checkView({ ...view, private_metadata: x(3001) })).toEqual([expect.stringContaining("/private_metadata")]);
  expect(checkView({ ...view, blocks: Array(101).fill({ type: "divider" }) })).toEqual([
    expect.stringContaining("/blocks"),
  ]);
  expect(checkView(unsendable)).toEqual([expect.stringContaining("/blocks/0/input: must define `submit`")]);
});
