import { join } from "node:path";
import { createDesk } from "../playground/desk/desk.ts";
import { deskDoors } from "../playground/desk/doors.ts";
import type { PlatformId } from "../playground/desk/protocol.ts";
import type { Doors } from "../playground/page-server/door.ts";
import { startPageServer } from "../playground/page-server/page-server.ts";
import { slackDesk } from "../playground/slack/desk/slack-desk.ts";
import { readManifest } from "../playground/slack/manifest.ts";
import type { SlackMessage } from "../playground/slack/world.ts";
import { tsOf } from "../playground/teams/desk/shown.ts";
import { teamsDesk } from "../playground/teams/desk/teams-desk.ts";
import { messageKinds } from "../src/testing/message-kinds.ts";
import { teamsKinds } from "../src/testing/teams-kinds.ts";

/** Something to be pictured, and where it is seen. */
export interface Subject {
  readonly name: string;
  /** Who looks at it. */
  readonly viewer: string;
  /** Where the message is; a form lies on top instead. */
  readonly at?: { readonly channel: string; readonly ts: string; readonly thread?: string | undefined };
}

/** A platform with a bot, at the page. */
export interface Side {
  readonly id: PlatformId;
  readonly url: string;
  /** Shows everything that there is, one after the other. */
  readonly each: (look: (subject: Subject) => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The bot in Slack, at the page that is built in `root`. */
export async function slackSide(root: string): Promise<Side> {
  const { bot, collect } = await messageKinds();
  const { commands, shortcuts } = readManifest(join(root, "manifest.json"));
  const parts = { defaultViewer: "mia", about: new Map(), commands, shortcuts, prompts: [] };
  const desk = createDesk(slackDesk(bot.slack, parts));
  return {
    ...(await served(root, deskDoors(desk), [async () => desk.stop(), bot.stop])),
    id: "slack",
    each: async (look) => {
      await collect(({ name, viewer, shown }) => {
        if (!("ts" in shown)) return look({ name, viewer });
        const { channel, ts, thread_ts: thread } = shown as SlackMessage;
        return look({ name, viewer, at: { channel, ts, thread } });
      });
    },
  };
}

/** The same in Teams. */
export async function teamsSide(root: string): Promise<Side> {
  const { bot, collect } = await teamsKinds();
  const parts = { name: "Acme", defaultViewer: "mia.chen", about: new Map(), commands: [], shortcuts: [], prompts: [] };
  const desk = createDesk(teamsDesk(bot.teams, parts));
  return {
    ...(await served(root, deskDoors(desk), [async () => desk.stop(), bot.stop])),
    id: "teams",
    each: (look) =>
      collect(({ name, viewer, shown }) => {
        if ("title" in shown) return look({ name, viewer });
        const { conversation: channel, id, thread } = shown;
        return look({ name, viewer, at: { channel, ts: tsOf(id), thread: thread && tsOf(thread) } });
      }),
  };
}

async function served(root: string, doors: Doors, stops: readonly (() => Promise<void>)[]) {
  const server = await startPageServer({ folder: join(root, "dist", "page"), doors, port: 0 });
  return {
    url: server.url,
    stop: async (): Promise<void> => {
      await server.stop();
      for (const stop of stops) await stop();
    },
  };
}
