import { randomBytes } from "node:crypto";
import * as acme from "./acme.ts";
import { createDesk } from "./desk/desk.ts";
import { deskDoors } from "./desk/doors.ts";
import { faultDoors } from "./desk/fault-doors.ts";
import { startPageServer } from "./page-server/page-server.ts";
import { scriptOf } from "./page-server/static-files.ts";
import { breakableSlack, slackDesk } from "./slack/desk/slack-desk.ts";
import type { Manifest } from "./slack/manifest.ts";
import { type SimulatedSlack, startSlack } from "./slack/simulated-slack.ts";

/** What is needed to start it. */
export interface PlaygroundOptions {
  /** Of the built page. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly port: number;
  /** Whether calls over the platform's limits are answered 429. */
  readonly rateLimits?: boolean;
}

/** Where everything is, and what an app needs in order to connect. */
export interface PlaygroundHello {
  readonly page: string;
  /** The port that was asked for: `page` has another one where that was taken. */
  readonly wantedPort: number;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
}

/** The sample organisation's simulated Slack with its page. */
export interface Playground {
  readonly hello: PlaygroundHello;
  readonly slack: SimulatedSlack;
  readonly stop: () => Promise<void>;
}

/** How many ports are tried after the one that was asked for. */
const furtherPorts = 20;

/** Starts it. */
export async function startPlayground({
  folder,
  manifest,
  port,
  rateLimits = false,
}: PlaygroundOptions): Promise<Playground> {
  const { commands, shortcuts, ...registered } = manifest;
  const secret = (): string => randomBytes(12).toString("hex");
  const tokens = { botToken: `xoxb-playground-${secret()}`, appToken: `xapp-playground-${secret()}` };
  const slack = await startSlack({
    ...tokens,
    ...registered,
    signingSecret: secret(),
    rateLimits,
    team: acme.acmeTeam,
    users: acme.acmeUsers,
    channels: acme.acmeChannels,
  });
  acme.writeAcmeHistory(slack);
  const stopOpening = openOnce(slack);
  const desk = createDesk(
    slackDesk(slack, {
      defaultViewer: acme.acmeViewer,
      about: acme.acmeAbout,
      commands,
      shortcuts,
      prompts: acme.acmePrompts,
    }),
  );
  const faults = faultDoors(breakableSlack(slack));
  const stopSlack = async (): Promise<void> => {
    stopOpening();
    faults.stop();
    desk.stop();
    await slack.stop();
  };
  try {
    const doors = { ...deskDoors(desk, { script: () => scriptOf(folder) }), ...faults.doors };
    const server = await startPageServer({ folder, doors, port, tries: furtherPorts });
    return {
      hello: { page: server.url, wantedPort: port, slack: { apiUrl: slack.apiUrl, ...tokens } },
      slack,
      stop: async () => {
        await Promise.all([server.stop(), stopSlack()]);
      },
    };
  } catch (error) {
    await stopSlack();
    throw error;
  }
}

/** The page opens on an answer: the app is asked as soon as it has connected for the first time. */
function openOnce(slack: SimulatedSlack): () => void {
  const stop = slack.world.changes.onChange(() => {
    if (slack.socket.connectionCount() === 0) return;
    stop();
    slack.as(acme.acmeViewer).directMessage(acme.acmeOpening).catch(process.emitWarning);
  });
  return stop;
}
