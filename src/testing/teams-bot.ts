import { createTeamsAdapter, type TeamsOptions } from "../../adapters/teams/index.ts";
import { acmeDirectory, acmeTeams, acmeTenantId } from "../../playground/acme/teams.ts";
import {
  type SimulatedTeams,
  startTeams,
  type TeamsOptions as TeamsWorld,
} from "../../playground/teams/simulated-teams.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import { createOutside } from "../fetch.ts";
import { type ServedBot, type ServedBotOptions, type ServedParts, servedBot } from "./served-bot.ts";

/** What a test may choose. */
export interface TeamsBotOptions extends ServedBotOptions {
  readonly world?: Partial<TeamsWorld>;
  readonly teams?: Partial<TeamsOptions>;
}

/** A whole bot of which people see what a simulated tenant shows them; idle when all that Teams delivered is dealt with. */
export interface TeamsBot extends ServedBot {
  readonly teams: SimulatedTeams;
}

/** How the app is registered in every tenant of these tests. */
export const registration = {
  appId: "0a1b2c3d-0000-4000-8000-00000000a001",
  appPassword: "test-secret-of-the-app",
  tenantId: acmeTenantId,
} as const;

/** People of the sample organisation, three of its teams, and a group chat. */
export const sampleTenant = {
  people: acmeDirectory,
  teams: acmeTeams.filter(({ name }) => ["Payments", "Checkout", "Tax"].includes(name)),
  groupChats: [{ name: "Release", members: ["mia.chen", "lena.fischer", "ruth.keller"] }],
} satisfies Partial<TeamsWorld>;

/** A tenant with the sample organisation's people. */
export function teamsTenant(world: Partial<TeamsWorld> = {}): Promise<SimulatedTeams> {
  return startTeams({ ...registration, appName: "Callboard", ...sampleTenant, ...world });
}

/** The bot's side of it. */
export function teamsAdapter(
  { serviceUrl, openIdUrl, tokenIssuer, loginUrl }: SimulatedTeams,
  parts: ServedParts,
  own: Partial<TeamsOptions> = {},
): ChatAdapter {
  return createTeamsAdapter(
    {
      ...registration,
      ...{ tenants: [], serviceUrls: [serviceUrl], openIdUrl, tokenIssuer, loginUrl, unauthenticated: false },
      ...own,
    },
    { ...parts, ...createOutside({}) },
  );
}

/** Starts a tenant and a synced bot that serves it, installed in every team and group chat. */
export async function teamsBot(options: TeamsBotOptions = {}): Promise<TeamsBot> {
  const teams = await teamsTenant(options.world);
  const bot = await servedBot((parts) => [teamsAdapter(teams, parts, options.teams)], options);
  const idle = async (ms?: number): Promise<void> => {
    await teams.settled();
    await bot.idle(ms);
  };
  await introduceTeams(teams, bot, idle);
  return {
    ...bot,
    ...{ teams, idle },
    async stop() {
      await bot.stop();
      await teams.stop();
    },
  };
}

/** Teams sends to the bot from now on, and has told it of every installation; nothing of that is left to be seen. */
export async function introduceTeams(
  teams: SimulatedTeams,
  { url }: Pick<ServedBot, "url">,
  idle: () => Promise<void>,
): Promise<void> {
  teams.setEndpoint(`${url}/api/messages`);
  const installed = [...teams.world.conversations.values()].filter(({ isInstalled }) => isInstalled);
  const places = new Set(installed.map(({ team, id }) => team?.name ?? id));
  for (const place of places) await teams.install(place);
  await idle();
  teams.forget();
}
