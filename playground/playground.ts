import { type GitHubHello, type GitHubRegistration, startAcmeGitHub } from "./acme/github.ts";
import { type SlackHello, startAcmeSlack } from "./acme/slack.ts";
import { startAcmeTeams, type TeamsHello, type TeamsRegistration } from "./acme/teams.ts";
import type { SimulatedGitHub } from "./github/simulated-github.ts";
import { startPageServer } from "./page-server/page-server.ts";
import { scriptOf } from "./page-server/static-files.ts";
import type { Manifest } from "./slack/manifest.ts";
import type { SimulatedSlack } from "./slack/simulated-slack.ts";
import type { SimulatedTeams } from "./teams/simulated-teams.ts";

/** What is needed to start it. */
export interface PlaygroundOptions {
  /** Of the built page. */
  readonly folder: string;
  /** Of the sample organisation: its `catalog` and its `repositories`. */
  readonly data: string;
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
  readonly github: GitHubHello;
}

/** What is said once the app listens. */
export interface Registration {
  readonly teams: TeamsRegistration;
  readonly github: GitHubRegistration;
}

/** The sample organisation's simulated Slack, Teams and GitHub with their pages. */
export interface Playground {
  readonly hello: PlaygroundHello;
  readonly slack: SimulatedSlack;
  readonly teams: SimulatedTeams;
  readonly github: SimulatedGitHub;
  /** Throws an Error with a sentence. */
  readonly register: (registration: Registration) => void;
  readonly stop: () => Promise<void>;
}

/** How many ports are tried after the one that was asked for. */
const furtherPorts = 20;

/** Starts it. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { folder, data, manifest, port, rateLimits = false } = options;
  const github = await startAcmeGitHub({ data });
  const { webUrl: githubUrl } = github.hello;
  const page = { script: () => scriptOf(folder), platforms: ["slack", "teams"], githubUrl } as const;
  const [slack, teams] = await Promise.all([
    startAcmeSlack(manifest, { rateLimits, page }),
    startAcmeTeams({ rateLimits, page }),
  ]).catch(async (error: unknown) => {
    // It has a folder of its own on this machine.
    await github.stop();
    throw error;
  });
  const stopSides = () => Promise.all([slack.stop(), teams.stop(), github.stop()]);
  try {
    const doors = { ...slack.doors, ...teams.doors };
    const server = await startPageServer({ folder, doors, port, tries: furtherPorts });
    github.platform.setPlaygroundUrl(server.url);
    return {
      hello: { page: server.url, wantedPort: port, slack: slack.hello, teams: teams.hello, github: github.hello },
      slack: slack.platform,
      teams: teams.platform,
      github: github.platform,
      register: (registration) => {
        teams.register(registration.teams);
        github.register(registration.github);
      },
      stop: async () => {
        await Promise.all([server.stop(), stopSides()]);
      },
    };
  } catch (error) {
    await stopSides();
    throw error;
  }
}
