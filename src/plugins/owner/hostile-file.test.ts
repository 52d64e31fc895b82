import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderMessage as renderForSlack } from "../../../adapters/slack/render/card.ts";
import { renderMessage as renderForTeams } from "../../../adapters/teams/render/card.ts";
import { plain } from "../../chat/text.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { group } from "../../testing/descriptor.ts";
import { hostileText } from "../../testing/hostile-message.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { propertyRuns } from "../../testing/property-runs.ts";
import { messageProblems } from "../../testing/slack-soundness.ts";
import { cardProblems, textsOf } from "../../testing/teams-soundness.ts";
import { createTestBot, type TestBot } from "../../testing/test-bot.ts";

const { numRuns, seed } = propertyRuns(150);
/** What somebody calls a folder of theirs. */
const names = fc
  .sample(hostileText, { numRuns, seed })
  .map((text) =>
    text
      .replace(/[/#\n\r]/g, "")
      .replace(/[\ud800-\udfff]/g, "")
      .slice(0, 300),
  )
  .filter((text) => text.trim() !== "");

const parser = createParser();
let bot: TestBot;

beforeAll(async () => {
  const source = createMemorySource("org");
  const webUrl = "https://github.com/acme/evil";
  const owners = [
    "@acme/tax",
    `@acme/${"y".repeat(90)}`,
    "@acme/tax @here @channel",
    `${"z".repeat(200)}@evil.example`,
  ];
  const rules = names.map(
    (name, index) => `/${name.replace(/[\s\\*?[\]]/g, "\\$&")}/ ${owners[index % owners.length]}`,
  );
  source.tree("acme/evil", {
    repository: { host: "github.com", slug: "acme/evil", branch: "*main* <!here>", webUrl },
    files: {
      CODEOWNERS: rules.join("\n"),
      "org.yaml": group("tax", { annotations: { "github.com/team-slug": "acme/tax" } }),
    },
  });
  bot = createTestBot([source], { parser });
  await bot.sync();
}, 30_000);

afterAll(async () => {
  await bot.app.stop();
  await parser.close();
});

test("no rule of CODEOWNERS and no path pings, formats, links or breaks a message", async () => {
  const look = { profileUrl: () => undefined, channelName: () => undefined, timeZone: "Europe/Berlin" };
  let ruled = 0;
  for (const name of names) {
    const path = `https://github.com/acme/evil/blob/HEAD/${encodeURIComponent(name)}/a.ts`;
    const said = await bot.ask(`whoowns ${path}`);
    const { message } = said;
    const lines = (message.card?.blocks ?? []).flatMap((block) => (block.type === "text" ? [plain(block.text)] : []));
    if (lines.some((line) => /^CODEOWNERS line \d+: /.test(line))) ruled += 1;

    expect([path, messageProblems(message, renderForSlack(message, look))]).toEqual([path, []]);
    expect([path, cardProblems(renderForTeams(message, look), textsOf(message))]).toEqual([path, []]);
    expect([...plain(message.card?.title ?? "")].length).toBeLessThanOrEqual(60);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(100);
  }
  expect(ruled).toBeGreaterThan(names.length / 3);
}, 30_000);
