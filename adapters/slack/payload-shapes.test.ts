import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";

/** Payloads as Slack sends them, recorded elsewhere and not part of this repository. */
const folder =
  process.env["SLACK_PAYLOADS"] ?? fileURLToPath(new URL("../../../shared/data/slack-payloads", import.meta.url));

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".json") && !name.endsWith("MANIFEST.json"),
    )
  : [];
if (files.length === 0)
  process.stderr.write("recorded Slack payloads are not tried: SLACK_PAYLOADS names no folder with any\n");

/** The recorded response_urls are long gone, and nobody is asked whether they are. */
const onThisMachine = (async (url: string | URL, init?: RequestInit) => {
  if (new URL(url).hostname === "127.0.0.1") return fetch(url, init);
  return Response.json({ ok: false, error: "expired_url" }, { status: 404 });
}) as typeof fetch;

test.skipIf(files.length === 0)(
  "every recorded shape of Slack's payloads is answered, and the bot lives on",
  async () => {
    const { slack } = await slackBench({
      world: { team: { id: "T111", name: "Recorded", domain: "recorded" } },
      fetch: onThisMachine,
    });
    // Some are recorded twice, and are no replays.
    const startSec = Math.floor(Date.now() / 1000);
    const statuses: Record<string, number> = {};

    for (const [index, name] of files.entries()) {
      const payload = JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>;
      const body = (payload["payload"] ?? payload) as Record<string, unknown>;
      const isCommand = typeof body["command"] === "string" && body["type"] === undefined;
      const isEvent = body["type"] === "event_callback" || body["type"] === "url_verification";
      const text = isCommand
        ? new URLSearchParams(body as Record<string, string>).toString()
        : isEvent
          ? JSON.stringify(body)
          : new URLSearchParams({ payload: JSON.stringify(body) }).toString();
      statuses[name] = (await slack.deliver(text, { timestamp: startSec - (index % 250) })).status;
    }
    await slack.settled();

    const unexpected = Object.entries(statuses).filter(([, status]) => ![200, 400, 503].includes(status));
    expect(unexpected).toEqual([]);
    const recorded = Object.entries(statuses).filter(([name]) => !name.startsWith("shapes/"));
    expect(recorded.filter(([, status]) => status !== 200)).toEqual([]);
    expect((await slack.as("mia").slash("/whoowns", "x")).status).toBe(200);
  },
  60_000,
);
