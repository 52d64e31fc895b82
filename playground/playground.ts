import { randomBytes } from "node:crypto";
import {
  acmeAbout,
  acmeChannels,
  acmeOpening,
  acmePrompts,
  acmeTeam,
  acmeUsers,
  acmeViewer,
  writeAcmeHistory,
} from "./acme.ts";
import type { Manifest } from "./manifest.ts";
import { startPageServer } from "./page-server/page-server.ts";
import { createDesk } from "./slack/desk/desk.ts";
import { deskDoors } from "./slack/desk/doors.ts";
import { faultDoors } from "./slack/desk/fault-doors.ts";
import { type SimulatedSlack, startSlack } from "./slack/simulated-slack.ts";

/** Where everything is, and what an app needs in order to connect. */
export interface PlaygroundHello {
  readonly page: string;
  /** The port that was asked for: `page` has another one where that was taken. */
  readonly wantedPort: number;
  readonly slack: {
    readonly apiUrl: string;
    readonly botToken: string;
    readonly appToken: string;
    readonly signingSecret: string;
    readonly url: string;
  };
}

/** The sample organisation's simulated Slack with its page. */
export interface Playground {
  readonly hello: PlaygroundHello;
  readonly slack: SimulatedSlack;
  readonly stop: () => Promise<void>;
}

/** How many ports are tried after the one that was asked for. */
const furtherPorts = 20;

/** Starts it: `folder` holds the built page. */
export async function startPlayground(options: {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly port: number;
}): Promise<Playground> {
  const { manifest } = options;
  const secret = (bytes: number): string => randomBytes(bytes).toString("hex");
  const keys = {
    botToken: `xoxb-playground-${secret(12)}`,
    appToken: `xapp-playground-${secret(12)}`,
    signingSecret: secret(16),
  };
  const slack = await startSlack({
    ...keys,
    team: acmeTeam,
    users: acmeUsers,
    channels: acmeChannels,
    scopes: manifest.scopes,
    events: manifest.events,
    shouldEscape: manifest.shouldEscape,
  });
  writeAcmeHistory(slack);
  const stopOpening = openOnce(slack);
  const { commands, shortcuts } = manifest;
  const desk = createDesk(slack, {
    defaultViewer: acmeViewer,
    about: acmeAbout,
    commands,
    shortcuts,
    prompts: acmePrompts,
  });
  const faults = faultDoors(slack);
  const stopSlack = async (): Promise<void> => {
    stopOpening();
    faults.stop();
    desk.stop();
    await slack.stop();
  };
  try {
    const doors = [...deskDoors(desk, slack.exchanges), ...faults.doors];
    const server = await startPageServer({ folder: options.folder, doors, port: options.port, tries: furtherPorts });
    const url = slack.apiUrl.replace(/\/api\/$/, "");
    return {
      hello: { page: server.url, wantedPort: options.port, slack: { apiUrl: slack.apiUrl, ...keys, url } },
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
    slack
      .as(acmeViewer)
      .directMessage(acmeOpening)
      .catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)));
  });
  return stop;
}
