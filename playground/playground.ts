import { type SlackHello, startAcmeSlack } from "./acme/slack.ts";
import { startAcmeTeams, type TeamsHello, type TeamsRegistration } from "./acme/teams.ts";
import { startPageServer } from "./page-server/page-server.ts";
import { scriptOf } from "./page-server/static-files.ts";
import type { Manifest } from "./slack/manifest.ts";
import type { SimulatedSlack } from "./slack/simulated-slack.ts";
import type { SimulatedTeams } from "./teams/simulated-teams.ts";

/** What is needed to start it. */
export interface PlaygroundOptions {
  /** Of the built page. */
  readonly folder: string;
  /** Of the app in Slack. */
  readonly manifest: Manifest;
  readonly port: number;
  /** Whether calls over the platforms' limits are answered 429. */
  readonly rateLimits?: boolean;
}

/** Where everything is, and what an app needs in order to connect. */
export interface PlaygroundHello {
  readonly page: string;
  /** The port that was asked for: `page` has another one where that was taken. */
  readonly wantedPort: number;
  readonly slack: SlackHello;
  readonly teams: TeamsHello;
}

/** What is said once the app listens. */
export interface Registration {
  readonly teams: TeamsRegistration;
}

/** The sample organisation's simulated Slack and Teams with their page. */
export interface Playground {
  readonly hello: PlaygroundHello;
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  /** Throws an Error with a sentence. */
  readonly register: (registration: Registration) => void;
  readonly stop: () => Promise<void>;
}

/** How many ports are tried after the one that was asked for. */
const furtherPorts = 20;

/** Starts it. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { folder, manifest, port, rateLimits = false } = options;
  const page = { script: () => scriptOf(folder), platforms: ["slack", "teams"] } as const;
  const [slack, teams] = await Promise.all([
    startAcmeSlack(manifest, { rateLimits, page }),
    startAcmeTeams({ rateLimits, page }),
  ]);
  const stopSides = () => Promise.all([slack.stop(), teams.stop()]);
  try {
    const doors = { ...slack.doors, ...teams.doors };
    const server = await startPageServer({ folder, doors, port, tries: furtherPorts });
    return {
      hello: { page: server.url, wantedPort: port, slack: slack.hello, teams: teams.hello },
      slack: slack.platform,
      teams: teams.platform,
      register: (registration) => teams.register(registration.teams),
      stop: async () => {
        await Promise.all([server.stop(), stopSides()]);
      },
    };
  } catch (error) {
    await stopSides();
    throw error;
  }
}
