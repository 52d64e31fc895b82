import { expect, test } from "vitest";
import type { Message } from "../../../src/chat/message.ts";
import { bold, link, rich, timeOfDay } from "../../../src/chat/text.ts";
import { cardText } from "../../../src/testing/teams-card.ts";
import { renderMessage } from "./card.ts";

const help = "https://teams.microsoft.com/l/channel/19%3Ahelp%40thread.tacv2/help?groupId=1";
const look = {
  profileUrl: () => undefined,
  channelName: (url: string) => (url === help ? "Payments › help" : undefined),
  timeZone: "Europe/Berlin",
};
const shown = (message: Message): string => cardText(renderMessage(message, look));
const at = timeOfDay(new Date("2026-01-13T13:20:00Z"));

test("a notification has the times and channels of the card, in the same words", () => {
  const title = rich`${bold("Mia Chen")} took this in ${link("help", help)} at ${at}`;
  const said = "N: Mia Chen took this in Payments › help at 14:20 CET\n";

  for (const text of [title, title.map((span) => span.text).join("")])
    expect(shown({ text, card: { title, blocks: [] } })).toBe(
      `${said}medium: **Mia Chen** took this in [Payments › help](channel) at 14:20 CET`,
    );
  expect(shown({ text: "Taken", card: { title, blocks: [] } })).toMatch(/^N: Taken\n/);
});

test("what is said without any words is called by its title, and else by the app", () => {
  expect(shown({ text: " ", card: { title: "Sent", blocks: [] } })).toBe("N: Sent\n  Sent");
  expect(shown({ text: "" })).toBe("N: Callboard\n  Callboard");
});

test("a first line is a title where something follows it, and not where it is a sentence of its own", () => {
  const title = "It is your own question.";
  const open = {
    type: "actions",
    main: [{ type: "link", label: "Open", url: "https://a.example/" }],
    more: [],
  } as const;

  expect(shown({ text: title, card: { title, blocks: [open] } })).toBe(
    `N: ${title}\n  ${title}\nactions: [Open → https://a.example/]`,
  );
  expect(shown({ text: title, card: { title, blocks: [{ type: "text", text: "Ask another." }] } })).toBe(
    `N: ${title}\nmedium: ${title}\n  Ask another.`,
  );
});

test("what went wrong stands out", () => {
  const card = { title: rich`${bold("web")} failed`, tone: "bad", blocks: [] } as const;

  expect(shown({ text: "web failed", card })).toBe("N: web failed\nattention medium: **web** failed");
});

test("notes are small and stand at the end, wherever they were", () => {
  const [note, text] = [
    { type: "note", text: "Set in catalog" },
    { type: "text", text: "Production" },
  ] as const;

  expect(shown({ text: "web", card: { title: bold("web").text, blocks: [note, text, note] } })).toBe(
    "N: web\nmedium: web\n  Production\nsmall, subtle: Set in catalog\nsmall, subtle: Set in catalog",
  );
});
