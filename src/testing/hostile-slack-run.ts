import { hostileConversations, hostileOverview } from "./hostile-conversations.ts";
import { hostileTexts, hostileWorkspace } from "./hostile-workspace.ts";
import { sampleWorkspace, slackBot } from "./slack-bot.ts";
import { slackDangers } from "./slack-safety.ts";

/** What came of it. */
export interface HostileRun {
  readonly dangers: readonly string[];
  /** How many things of the catalog were taken. */
  readonly things: number;
  /** How often something was posted or shown. */
  readonly posts: number;
}

/** Puts texts of the worst kind wherever people can write, and asks a bot about all of it through every surface. */
export async function hostileSlackRun({ numRuns, seed }: { numRuns: number; seed: number }): Promise<HostileRun> {
  const texts = hostileTexts(numRuns, seed);
  const { sources, users } = hostileWorkspace(texts);
  const channels = sampleWorkspace.channels.map((channel) => ({
    ...channel,
    members: [...channel.members, ...users.map(({ id }) => id ?? "")],
  }));
  const bot = await slackBot({ sources, world: { users: [...sampleWorkspace.users, ...users], channels } });
  const dangers: string[] = [];
  let posts = 0;
  const look = (): void => {
    dangers.push(...slackDangers(bot.slack));
    posts += bot.slack.calls.filter(({ method }) => /^chat|^views|response_url/.test(method)).length;
  };
  try {
    await hostileConversations(bot, texts, look);
    await hostileOverview(bot, 10);
    look();
    return { dangers, posts, things: bot.app.snapshot().entities.size };
  } finally {
    await bot.stop();
  }
}
