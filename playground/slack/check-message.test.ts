import { expect, test } from "vitest";
import { checkMessage, checkView } from "./check-message.ts";

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const plain = (text: string) => ({ type: "plain_text", text });
const section = (text = "text") => ({ type: "section", text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });

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
  ["no text", { blocks: [section()] }, ["/text: a message needs a top-level text"]],
  ["a long text", { text: "x".repeat(4001) }, ["/text: longer than 4000 characters"]],
  ["an unknown block", { text: "t", blocks: [{ type: "sektion" }] }, ["/blocks/0/type: unsupported type: sektion"]],
])("%s is found", (_name, message, problems) => {
  expect(checkMessage(message)).toEqual(problems);
});

test("a modal focuses one input", () => {
  const element = { type: "plain_text_input", focus_on_load: true };
  const input = (action_id: string) => ({ type: "input", label: plain("Name"), element: { ...element, action_id } });
  const view = { type: "modal", title: plain("Title"), submit: plain("Send"), blocks: [input("a")] };

  expect(checkView(view)).toEqual([]);
  expect(checkView({ ...view, blocks: [input("a"), input("b")] })).toEqual([
    "/blocks: more than one element with focus_on_load",
  ]);
});
