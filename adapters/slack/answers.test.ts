import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/chat/message.ts";
import { plain } from "../../src/chat/text.ts";
import { systemClock } from "../../src/clock.ts";
import { createFolderSource } from "../../src/sync/folder-source.ts";
import { messageProblems } from "../../src/testing/slack-soundness.ts";
import { createTestBot, type TestBot } from "../../src/testing/test-bot.ts";
import { renderMessage } from "./render/card.ts";

let bot: TestBot;

beforeAll(async () => {
  bot = createTestBot([createFolderSource({ name: "acme", path: "data/catalog", clock: systemClock() })]);
  await bot.sync();
});
afterAll(() => bot.app.stop());

/** What breaks the rules for answers: their first line, their layout, their buttons, their emoji. */
function ruleBreaks(message: Message): readonly string[] {
  const { text, blocks } = renderMessage(message, { profileUrl: () => undefined });
  const kinds = blocks.map(({ type }) => type);
  const elements = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
  const labels = JSON.stringify(elements).match(/"text":"[^"]+"/g) ?? [];
  return [
    ...messageProblems(message, { text, blocks }),
    ...(message.card && plain(message.card.title).length > 60 ? [`first line: ${plain(message.card.title)}`] : []),
    ...(/^(section )+(actions )?(context )?$/.test(`${kinds.join(" ")} `) ? [] : [`layout: ${kinds.join(" ")}`]),
    ...(elements.length > 3 ? [`${elements.length} buttons`] : []),
    ...labels.filter((label) => label.length > '"text":""'.length + 30),
    ...(JSON.stringify(blocks).match(/\p{Extended_Pictographic}/gu) ?? []),
  ];
}

test.each([
  "whoowns payments-api",
  "whoowns payments",
  "whoowns paymnt-gatwy",
  "whoowns xyzzyqwert",
  "whoowns",
  "deps payments-api",
  "find payments",
  "find e",
  "show payments-api",
  "owned",
  "owned team-payments",
  "mine",
  "team team-payments",
  "gaps",
  "help",
  "help all",
  "help whoowns",
  "help nothing",
  "doctor",
  "sync",
  "<!channel> *b*",
])("the answer to %j keeps the rules and Slack's limits", async (text) => {
  const { message } = await bot.ask(text);

  expect(ruleBreaks(message)).toEqual([]);
});
