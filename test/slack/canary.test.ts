import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type SimulatedSlack, startSlack } from "../../playground/slack/simulated-slack.ts";
import { type Canaries, createCanaries } from "../../src/testing/canaries.ts";
import { component } from "../../src/testing/descriptor.ts";
import { createGitHttpServer } from "../../src/testing/git-http-server.ts";
import { createGitRepository } from "../../src/testing/git-repository.ts";
import { type Installation, install } from "../../src/testing/installation.ts";
import { loadPopulation } from "../../src/testing/mixed-load.ts";
import { watchArguments } from "../../src/testing/process-arguments.ts";
import { type HomeOptions, type SlackHome, slackHome, startServing } from "../../src/testing/slack-process.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

const secrets = {
  botToken: "xoxb-7701-botCANARY0000aaaa",
  signingSecret: "51gningCANARY1111bbbbccccddddeee",
  appToken: "xapp-1-appCANARY2222cccc",
};
const gitToken = "ghp_gitCANARY3333+/dddd==";
const brokenGitToken = "ghp_brokenCANARY4444eeee";
const fileToken = "ghp_fileCANARY5555ffff";
const proxyPassword = "proxyCANARY6666+/gg?g=";
const strangeVariable = "environmentCANARY7777hhhh";
const verificationToken = "verificationCANARY8888iiii";
const unknownToken = "xoxb-7702-refusedCANARY9999jjjj";

/** All of them, and what Slack gives out: addresses to answer at and to connect to. */
function canariesOf(slack: SimulatedSlack): Canaries {
  const canaries = createCanaries();
  for (const [name, secret] of Object.entries({
    ...secrets,
    gitToken,
    brokenGitToken,
    fileToken,
    proxyPassword,
    strangeVariable,
    verificationToken,
    unknownToken,
  }))
    canaries.add(name, secret);
  for (const path of slack.world.responseUrls.keys()) canaries.add("response_url", path.split("/").at(-1) ?? path);
  for (const { answer } of slack.callsOf("apps.connections.open")) {
    const { url } = answer as { url?: string };
    if (url !== undefined) canaries.add("socket ticket", new URL(url).searchParams.get("ticket") ?? url);
  }
  return canaries;
}

/** What people see and what the app sent, its Authorization header left out. */
function inSlack(slack: SimulatedSlack, canaries: Canaries): readonly string[] {
  return [
    ...canaries.findIn(JSON.stringify(slack.messages), "messages"),
    ...canaries.findIn(
      JSON.stringify([...slack.world.modals.values()].flat().map(({ private_metadata: _, ...seen }) => seen)),
      "modals",
    ),
    ...slack.calls.flatMap(({ method, params }) => {
      // Only Slack reads the metadata of a form, and gave us what is in it.
      const view = (params["view"] ?? {}) as { private_metadata?: string };
      return canaries.findIn(JSON.stringify({ ...params, view: { ...view, private_metadata: "" } }), method);
    }),
  ];
}

async function workspace(): Promise<SimulatedSlack> {
  const slack = await startSlack({ ...secrets, ...loadPopulation, retryScale: 0.0001 });
  onTestFinished(() => slack.stop());
  return slack;
}

/** A home whose catalog comes from everywhere: with tokens, through a proxy that is not there, from a server that refuses. */
async function homeWithSources(slack: SimulatedSlack, more: Partial<HomeOptions> = {}): Promise<SlackHome> {
  const repository = await createGitRepository();
  await repository.commit({ "catalog-info.yaml": component("from-git") });
  const server = await createGitHttpServer({ path: repository.path, token: gitToken, onRequest: () => wait(50) });
  onTestFinished(async () => {
    await server.close();
    await repository.remove();
  });
  const url = `${server.origin}/acme/catalog.git`;
  const env = {
    GIT_TOKEN: gitToken,
    BROKEN_TOKEN: brokenGitToken,
    PROXY: `http://user:${encodeURIComponent(proxyPassword)}@127.0.0.1:9`,
    AWS_SECRET_ACCESS_KEY: strangeVariable,
  };
  const home = await slackHome(slack, {
    secrets,
    env,
    sources: [
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
      { type: "git", name: "whole", url, token: "${GIT_TOKEN}" },
      { type: "git", name: "refused", url, token: "${BROKEN_TOKEN}" },
      { type: "git", name: "far", url: "https://git.example.invalid/acme/catalog.git", token: "${file:secrets/token}" },
    ],
    config: { log: { level: "debug" }, network: { proxy: "${PROXY}" }, admins: ["a-team"] },
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
    ...more,
  });
  await mkdir(join(home.cwd, "secrets"));
  await writeFile(join(home.cwd, "secrets", "token"), `${fileToken}\n`);
  return home;
}

/** Runs a command of the terminal to its end. */
async function run(home: SlackHome, args: readonly string[]): Promise<string> {
  const command = installation.start(args, { cwd: home.cwd, env: home.env });
  command.process.stdin?.end();
  const { output, errors } = await command.ended;
  return `${output}\n${errors}`;
}

/** Uses everything there is, some of it while Slack fails. */
async function useAll(slack: SimulatedSlack, url?: string): Promise<void> {
  const mia = slack.as("mia", { channel: "dev" });
  await mia.slash("/whoowns", "thing-1");
  const answer = await vi.waitFor(
    () => mia.sees("dev").find(({ text }) => text.includes("owns thing-1")) ?? fail(),
    15_000,
  );
  await mia.press(answer, "Ask the team");
  const view = await vi.waitFor(() => mia.view() ?? fail(), 15_000);
  await mia.submit(view, { question: "Why?" });
  slack.fail("chat.postMessage", { status: 500 });
  slack.fail("chat.postMessage", { error: "invalid_auth" });
  slack.fail("response_url", { status: 404, error: "expired_url" });
  slack.fail("users.info", { error: "token_revoked" });
  slack.fail("chat.postEphemeral", { error: "channel_not_found" });
  await slack.as("jon", { channel: "dev" }).mention("whoowns thing-2");
  await slack.as("ada", { channel: "im" }).directMessage("doctor");
  await slack.as("ada", { channel: "dev" }).slash("/callboard", "doctor");
  await slack.as("jon", { channel: "dev" }).slash("/callboard", "audit");
  if (url === undefined) return;
  const fields = {
    token: verificationToken,
    team_id: "T0WORKSPACE",
    channel_id: "C0DEV",
    user_id: "U0MIA",
    command: "/whoowns",
    text: "thing-3",
    trigger_id: "1.2.3",
    response_url: "http://127.0.0.1:1/commands/T0WORKSPACE/1/elsewhere",
  };
  const form = new URLSearchParams(fields).toString();
  await slack.deliver(form);
  await slack.deliver(form, { signWith: "not the secret" });
  await slack.deliver(JSON.stringify({ ...fields, type: "nonsense" }));
  await slack.deliver(`${form}&payload=%7Bbroken`, { contentType: "text/plain" });
}

/**
 * The journal keeps what was in the state until its next snapshot: addresses to answer at too, which Slack lets expire after
 * half an hour. Nothing else has them once they were used, and the journal has no other secret.
 */
function onlyForAWhile(found: readonly string[]): readonly string[] {
  return found.filter((each) => !/^response_url as \w+ in .*\/journal-\d+\.jsonl$/.test(each));
}

function fail(): never {
  throw new Error("nothing yet");
}

/** Nobody asks Slack for half a second. */
async function quiet(slack: SimulatedSlack): Promise<void> {
  for (let calls = -1; slack.calls.length !== calls; await wait(500)) calls = slack.calls.length;
}

test("no secret gets out of a bot over HTTP that is used, fails, is asked for its state, is killed and comes back", async () => {
  const slack = await workspace();
  const home = await homeWithSources(slack);
  const bot = await startServing(installation, home, slack);
  const watched = watchArguments(bot.pid);
  await useAll(slack, bot.url);
  const said = [await run(home, ["sync"]), await run(home, ["doctor"]), await run(home, ["export"])];
  await quiet(slack);
  // A git that lives for some milliseconds may pass unseen.
  const isGitSeen = (): boolean => [...watched.seen].some((line) => line.includes("git"));
  for (let rounds = 0; rounds < 20 && !isGitSeen(); rounds += 1) await run(home, ["sync"]);
  await slack.as("jon", { channel: "dev" }).slash("/whoowns", "thing-4");
  await bot.kill();
  await watched.stop();
  const { output, errors } = await bot.ended;
  const second = await startServing(installation, home, slack);
  await quiet(slack);
  const ended = await second.end();
  said.push(
    await run(home, ["doctor", "--json"]),
    await run(home, ["export"]),
    await run(home, ["ask", "whoowns thing-1"]),
  );

  const canaries = canariesOf(slack);
  expect(isGitSeen()).toBe(true);
  expect(errors).toContain("refused");
  expect(said[1]).toContain("refused");
  expect(inSlack(slack, canaries)).toEqual([]);
  for (const [where, text] of Object.entries({ said, output, errors, ended, arguments: [...watched.seen] }))
    expect(canaries.findIn(JSON.stringify(text), where)).toEqual([]);
  expect(onlyForAWhile(await canaries.findUnder(home.dataFolder))).toEqual([]);
}, 120_000);

test("no secret gets out of a bot in Socket Mode", async () => {
  const slack = await workspace();
  const home = await homeWithSources(slack, { isSocket: true });
  const bot = await startServing(installation, home, slack);
  const watched = watchArguments(bot.pid);
  await useAll(slack);
  slack.socket.cut();
  await quiet(slack);
  const ended = await bot.end();
  await watched.stop();

  const canaries = canariesOf(slack);
  expect(slack.callsOf("apps.connections.open").length).toBeGreaterThan(1);
  expect(inSlack(slack, canaries)).toEqual([]);
  for (const [where, text] of Object.entries({ ended, arguments: [...watched.seen] }))
    expect(canaries.findIn(JSON.stringify(text), where)).toEqual([]);
  expect(onlyForAWhile(await canaries.findUnder(home.dataFolder))).toEqual([]);
}, 120_000);

test.each([
  ["a bot token that Slack refuses", { SLACK_BOT_TOKEN: unknownToken }, {}],
  ["a bot token of another kind", { SLACK_BOT_TOKEN: gitToken }, {}],
  ["an app token that Slack refuses", { SLACK_APP_TOKEN: `${secrets.appToken}x` }, { isSocket: true }],
  ["a proxy that is none", { PROXY: `socks5://user:${proxyPassword}@proxy` }, {}],
  ["a variable that is not set", { GIT_TOKEN: "" }, {}],
])(
  "no secret gets out of a bot that does not start: %s",
  async (_, wrong, options) => {
    const slack = await workspace();
    const home = await homeWithSources(slack, options);
    const broken = { ...home, env: { ...home.env, ...wrong } };

    const said = { start: await run(broken, ["start"]), doctor: await run(broken, ["doctor"]) };

    const canaries = canariesOf(slack);
    expect(canaries.findIn(JSON.stringify(said), "what it said")).toEqual([]);
    expect(said.start.trim()).not.toBe("");
    expect(inSlack(slack, canaries)).toEqual([]);
    expect(await canaries.findUnder(home.cwd).then(withoutSecretFile)).toEqual([]);
  },
  120_000,
);

function withoutSecretFile(found: readonly string[]): readonly string[] {
  return found.filter((each) => !each.endsWith("/secrets/token"));
}
