import type { HostileRun } from "./hostile-slack-run.ts";
import { hostileTeamsConversations, hostileTeamsOverview } from "./hostile-teams-conversations.ts";
import { hostileTexts, hostileWorkspace } from "./hostile-workspace.ts";
import { sampleTenant, teamsBot } from "./teams-bot.ts";
import { teamsDangers, timesShown } from "./teams-safety.ts";

/** Puts texts of the worst kind wherever people can write, and asks a bot about all of it through every surface of Teams. */
export async function hostileTeamsRun({ numRuns, seed }: { numRuns: number; seed: number }): Promise<HostileRun> {
  const texts = hostileTexts(numRuns, seed);
  const { sources, users } = hostileWorkspace(texts);
  // A directory takes no longer names.
  const people = users.map(({ name, realName = "", email = "" }) => ({
    name,
    realName: realName.slice(0, 256),
    email,
  }));
  const all = [...sampleTenant.people, ...people];
  const members = all.map(({ name }) => name);
  // A channel for each: in one the bot would have to wait for its turn.
  const own = people.map(({ name }) => name);
  const teams = sampleTenant.teams.map((team) => ({
    ...team,
    members,
    ...(team.name === "Checkout" && { channels: ["dev", ...own] }),
  }));
  const bot = await teamsBot({ sources, world: { people: all, teams } });
  const dangers = new Set<string>();
  let posts = 0;
  const look = (): void => {
    for (const danger of teamsDangers(bot.teams)) dangers.add(danger);
    posts += timesShown(bot.teams);
  };
  try {
    await hostileTeamsConversations(bot, texts, look);
    await hostileTeamsOverview(bot, 10);
    look();
    return { dangers: [...dangers], posts, things: bot.app.snapshot().entities.size };
  } finally {
    await bot.stop();
  }
}
