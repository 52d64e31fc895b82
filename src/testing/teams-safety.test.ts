import { expect, test } from "vitest";
import { teamsDangers } from "./teams-safety.ts";

const line = (text: string) => ({ type: "TextBlock", text, wrap: true });
const open = (url: string) => ({ type: "ActionSet", actions: [{ type: "Action.OpenUrl", title: "Open", url }] });

const message = (body: readonly object[], more: object = {}) => ({
  type: "message",
  summary: "said",
  attachments: [{ contentType: "", content: { type: "AdaptiveCard", version: "1.5", body } }],
  ...more,
});

function dangersOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const call = { name: "sendToConversation", path: "/", at: 0, status: 201, answer: {}, body };
  return teamsDangers({ violations: [], deliveries: [], calls: [call] });
}

test("a message of ours is sound", () => {
  const sound = [
    line("**Payments** owns [x](https://teams.microsoft.com/l/chat/0/0?users=a)"),
    open("https://good.example/x"),
  ];

  expect(dangersOf(message(sound))).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ["a link", message([line("[x](https://evil.example)")])],
  ["an address that becomes a link", message([line("see https://evil.example/x")])],
  ["an image", message([line("![x](https://evil.example/x.png)")])],
  ["bold of somebody else's", message([line("a **evil-format** b")])],
  ["italic", message([line("an _emphasis_ of theirs")])],
  ["a heading", message([line("# evil-format")])],
  ["a list", message([line("- evil-format")])],
  ["HTML", message([line("<b>x</b>")])],
  ["a mention", message([line("<at>Mia</at>")])],
  ["a mention in the notification", message([line("x")], { summary: "<at>Mia</at>" })],
  ["an entity", message([line("x")], { entities: [{ type: "mention" }] })],
  ["a text beside the card", message([line("x")], { text: "**x**" })],
  ["a date that is filled in", message([line("{{DATE(2026-11-21T00:00:00Z)}}")])],
  ["a button to elsewhere", message([open("https://evil.example/")])],
])("%s is found", (_, sent) => {
  expect(dangersOf(sent)).not.toEqual([]);
});
