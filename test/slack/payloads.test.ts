import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type SlackBot, slackBot } from "../../src/testing/slack-bot.ts";

/** Recorded payloads, beside the checkout; they are not part of the project. */
const folder = fileURLToPath(new URL("../../../shared/data/slack-payloads", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`skipped: no recorded payloads at ${folder}\n`);

function payloads(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json") && !file.startsWith("MANIFEST"))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
}

/** Answers go nowhere but to the simulated Slack. */
function answeredTo(apiUrl: string, text: string): string {
  return text.replace(/https?:(?:\\?\/){2}hooks\.slack\.com[^"\s]*/g, new URL("/actions/gone", apiUrl).href);
}

/** The same from our workspace and its people, so that it is looked into. */
function asOurs(text: string): string {
  return text
    .replace(/("(?:team_id|team|user_team|source_team|context_team_id)"\s*:\s*)"[^"]*"/g, '$1"T0WORKSPACE"')
    .replace(/("team"\s*:\s*\{\s*"id"\s*:\s*)"[^"]*"/g, '$1"T0WORKSPACE"')
    .replace(/("user"\s*:\s*\{\s*"id"\s*:\s*)"[^"]*"/g, '$1"U0MIA"')
    .replace(/("(?:user|user_id)"\s*:\s*)"[^"]*"/g, '$1"U0MIA"');
}

/** Slack sends events as JSON, interactions as a form with a payload, and slash commands as a form. */
function bodiesOf(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  const isCommand = typeof value === "object" && value !== null && "command" in value;
  const fields = Object.entries(isCommand ? value : {}).map(([key, field]): [string, string] => [key, String(field)]);
  return [
    JSON.stringify(value),
    new URLSearchParams({ payload: JSON.stringify(value) }).toString(),
    ...(isCommand ? [new URLSearchParams(fields).toString()] : []),
  ];
}

async function post({ slack }: SlackBot, file: string, body: string): Promise<readonly string[]> {
  const { status, error } = await slack.deliver(body);
  const isFine = error !== "timeout" && error !== "connection_failed" && (status < 500 || status === 503);
  return isFine ? [] : [`${file}: ${status} ${error ?? ""}`];
}

test.skipIf(!isThere)(
  "the bot lives through every recorded payload, as it is and as if from its own workspace",
  async () => {
    const bot = await slackBot();
    try {
      const all = payloads().map(({ file, text }) => ({ file, text: answeredTo(bot.slack.apiUrl, text) }));
      const failures: string[] = [];
      for (const { file, text } of all) {
        for (const body of [text, asOurs(text)].flatMap(bodiesOf)) failures.push(...(await post(bot, file, body)));
      }
      await bot.idle(60_000);

      expect(all.length).toBeGreaterThan(90);
      expect(failures).toEqual([]);
      expect(bot.lines.filter((line) => line.includes("unhandled") || /"level":60/.test(line))).toEqual([]);
      bot.pass(3_600_000);
      const mia = bot.slack.as("mia", { channel: "checkout-dev" });
      await mia.slash("/whoowns", "payments-api");
      await bot.idle();
      expect(mia.sees("checkout-dev").at(-1)?.text).toBe("Team Payments owns payments-api (#pay-help)");
    } finally {
      await bot.stop();
    }
  },
  120_000,
);
