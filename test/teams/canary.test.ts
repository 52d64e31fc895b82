import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { SimulatedTeams } from "../../playground/teams/simulated-teams.ts";
import { type Canaries, createCanaries } from "../../src/testing/canaries.ts";
import { type Installation, install } from "../../src/testing/installation.ts";
import { watchArguments } from "../../src/testing/process-arguments.ts";
import type { Home } from "../../src/testing/serving-bot.ts";
import { busyTenant, plainRegistration, startServingTeams, teamsHome } from "../../src/testing/teams-process.ts";
import { lastSaid, openDialog, said } from "../../src/testing/teams-sight.ts";

let installation: Installation;

beforeAll(async () => {
  installation = await install();
}, 60_000);
afterAll(() => installation.remove());

const registration = { ...plainRegistration, appPassword: "appCANARY8Q~0000+/aaaa==.bbbb" };
const wrongPassword = "wrongCANARY8Q~1111+/cccc==.dddd";
const strangeVariable = "environmentCANARY2222eeee";

/** The secrets of the configuration, every token that was given out either way, and each token's signature. */
async function canariesOf(teams: SimulatedTeams, more: readonly string[] = []): Promise<Canaries> {
  const canaries = createCanaries();
  canaries.add("app password", registration.appPassword);
  canaries.add("wrong password", wrongPassword);
  canaries.add("strange variable", strangeVariable);
  const given = teams.callsOf("token").flatMap(({ answer }) => {
    const { access_token: token } = answer as { access_token?: string };
    return token === undefined ? [] : [token];
  });
  const sent = teams.exchanges.lines().flatMap(({ id }) => {
    const headers = teams.exchanges.get(id)?.request.headers;
    return JSON.stringify(headers ?? "").match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  });
  for (const token of new Set([...given, ...sent, ...more])) {
    canaries.add("token", token);
    canaries.add("token's signature", token.split(".")[2] ?? token);
  }
  return canaries;
}

/** What people see, what the app sent besides its sign-in, and what it answered. */
function inTeams(teams: SimulatedTeams, canaries: Canaries): readonly string[] {
  const calls = teams.calls.filter(({ name }) => name !== "token");
  return [
    ...canaries.findIn(JSON.stringify(teams.messages), "messages"),
    ...canaries.findIn(JSON.stringify([...teams.world.dialogs.values()]), "dialogs"),
    ...calls.flatMap(({ name, path, body }) => canaries.findIn(`${path} ${JSON.stringify(body)}`, name)),
    ...teams.deliveries.flatMap(({ body }) => canaries.findIn(JSON.stringify(body ?? ""), "an answer")),
  ];
}

/** Runs a command of the terminal to its end. */
async function run(home: Home, args: readonly string[]): Promise<string> {
  const command = installation.start(args, { cwd: home.cwd, env: home.env });
  command.process.stdin?.end();
  const { output, errors } = await command.ended;
  return `${output}\n${errors}`;
}

const config = { log: { level: "debug" }, admins: ["a-team"] };

/** Uses everything there is, some of it while Teams fails; returns the tokens with which nobody was let in. */
async function useAll(teams: SimulatedTeams): Promise<readonly string[]> {
  const mia = teams.as("mia", { channel: "Dev › dev" });
  await mia.slash("whoowns thing-1");
  await vi.waitFor(() => expect(said(mia.sees())).toHaveLength(1), 15_000);
  await mia.press(lastSaid(mia.sees()), "Ask the team");
  await vi.waitFor(() => openDialog(mia), 15_000);
  await mia.submit({ Question: "Why?" });
  teams.fail("sendToConversation", { status: 500 });
  teams.fail("sendToConversation", { status: 401, error: "Unauthorized", times: 3 });
  teams.fail("getConversationMember", { status: 403, error: "BotDisabledByAdmin" });
  teams.fail("token", { status: 400, error: "invalid_client" });
  await teams.as("jon", { channel: "Dev › dev" }).mention("whoowns thing-2");
  await teams.as("ada").say("doctor");
  await teams.as("jon").say("audit");
  const { activity = {} } = teams.deliveries[0] ?? {};
  const tokens = [
    await teams.sign({ aud: "somebody else" }),
    await teams.sign({ serviceurl: "https://evil.example/" }),
    await teams.sign({}, { isStranger: true }),
    await teams.sign({}, { alg: "HS256" }),
  ];
  for (const token of tokens) await teams.deliver({ ...activity, id: "again" }, { token });
  await teams.deliver(activity, { token: registration.appPassword });
  await teams.deliver(activity, { body: `{"text": "${tokens[0]}` });
  return tokens;
}

/** Nobody asks Teams for half a second. */
async function quiet({ calls }: SimulatedTeams): Promise<void> {
  for (let count = -1; calls.length !== count; await wait(500)) count = calls.length;
}

test("no secret of Teams gets out of a bot that is used, fails, is asked for its state, is killed and comes back", async () => {
  const teams = await busyTenant(registration);
  const home = await teamsHome(teams, { registration, config, env: { SECRET_OF_OTHERS: strangeVariable } });
  const bot = await startServingTeams(installation, home, teams);
  const watched = watchArguments(bot.pid);
  const refused = await useAll(teams);
  const said = [await run(home, ["doctor"]), await run(home, ["export"])];
  await quiet(teams);
  await teams.as("jon", { channel: "Dev › dev" }).slash("whoowns thing-4");
  await bot.kill();
  await watched.stop();
  const { output, errors } = await bot.ended;
  const second = await startServingTeams(installation, home, teams);
  await quiet(teams);
  const ended = await second.end();

  const canaries = await canariesOf(teams, refused);
  expect(said[0]).toContain("Teams");
  expect(errors).toContain("a request to Teams' address was refused");
  expect(inTeams(teams, canaries)).toEqual([]);
  for (const [where, text] of Object.entries({ said, output, errors, ended, arguments: [...watched.seen] }))
    expect(canaries.findIn(JSON.stringify(text), where)).toEqual([]);
  expect(await canaries.findUnder(home.dataFolder)).toEqual([]);
}, 120_000);

test("no secret gets out of a bot that does not start, for Microsoft refuses its secret", async () => {
  const teams = await busyTenant(registration);
  const home = await teamsHome(teams, { registration: { ...registration, appPassword: wrongPassword }, config });

  const start = await run(home, ["start"]);
  const doctor = await run(home, ["doctor"]);

  const canaries = await canariesOf(teams);
  expect(start).toContain("appPassword");
  expect(canaries.findIn(start + doctor, "what it said")).toEqual([]);
  expect(await canaries.findUnder(home.cwd)).toEqual([]);
}, 120_000);
