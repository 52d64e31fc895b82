import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type SimulatedTeams, startTeams } from "../../playground/teams/simulated-teams.ts";
import type { Installation } from "./installation.ts";
import type { KillOptions, KillStage } from "./kill-rounds.ts";
import { mixedTeamsLoad, teamsLoadPopulation } from "./mixed-teams-load.ts";
import { type Home, type ServingBot, type ServingOptions, startBot, writeThings } from "./serving-bot.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What a home may have of its own. */
export interface TeamsHomeOptions {
  readonly registration?: TeamsRegistration;
  /** How many things the catalog has: `thing-0`, `thing-1` … */
  readonly things?: number;
  /** Top-level keys besides those of every home. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What Microsoft and the bot share. */
export interface TeamsRegistration {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
}

/** A registration that is good enough for most tests. */
export const plainRegistration: TeamsRegistration = {
  appId: "0a1b2c3d-0000-4000-8000-00000000a001",
  appPassword: "test-secret-of-the-app",
  tenantId: "0a1b2c3d-0000-4000-8000-000000000001",
};

/** A tenant with the people of the mixed load, until the test ends. */
export async function busyTenant(registration = plainRegistration): Promise<SimulatedTeams> {
  const teams = await startTeams({ ...registration, appName: "Callboard", ...teamsLoadPopulation });
  onTestFinished(teams.stop);
  return teams;
}

/** Makes a home for a tenant. The configuration holds the secret by name alone; all of it is removed with the test. */
export async function teamsHome(teams: SimulatedTeams, options: TeamsHomeOptions = {}): Promise<Home> {
  const cwd = await temporaryFolder();
  const dataFolder = join(cwd, "data");
  await writeThings(join(cwd, "catalog"), options.things ?? 50);
  const { appId, tenantId, appPassword } = options.registration ?? plainRegistration;
  const { serviceUrl, openIdUrl, tokenIssuer, loginUrl } = teams;
  const config = {
    data: dataFolder,
    server: { port: 0, metrics: { port: 0 } },
    catalog: { sources: [{ type: "folder", name: "local", path: "catalog" }] },
    chat: {
      teams: {
        ...{ appId, tenantId, serviceUrls: [serviceUrl], openIdUrl, tokenIssuer, loginUrl },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own notation.
        appPassword: "${TEAMS_APP_PASSWORD}",
      },
    },
    ...options.config,
  };
  await writeFile(join(cwd, "callboard.yaml"), JSON.stringify(config));
  return { cwd, dataFolder, env: { TEAMS_APP_PASSWORD: appPassword, ...options.env } };
}

/** Starts the bot of a home, as `startBot` does; Teams sends to it from then on. */
export async function startServingTeams(
  installation: Installation,
  home: Home,
  teams: SimulatedTeams,
  options: ServingOptions = {},
): Promise<ServingBot> {
  const bot = await startBot(installation, home, options);
  teams.setEndpoint(`${bot.url}/api/messages`);
  return bot;
}

/** A bot in Teams, to be killed. */
export async function onTeams(installation: Installation, { things }: KillOptions): Promise<KillStage> {
  const teams = await busyTenant();
  const home = await teamsHome(teams, { things });
  return {
    dataFolder: home.dataFolder,
    start: () => startServingTeams(installation, home, teams),
    round: mixedTeamsLoad(teams, things).round,
    messages: () => teams.messages,
    violations: () => teams.violations,
    calls: () => teams.calls.length,
  };
}
