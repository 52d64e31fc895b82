import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SimulatedGitHub, startGitHub } from "../github/simulated-github.ts";
import { acmePeople } from "./people.ts";

/** What an app needs in order to connect. */
export interface GitHubHello {
  /** Whose repositories those of the organisation are, as catalog files write their addresses. */
  readonly host: string;
  readonly apiUrl: string;
  /** Where its pages are. */
  readonly webUrl: string;
  readonly appId: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** What is entered in the App's settings once it listens. */
export interface GitHubRegistration {
  readonly webhookUrl: string;
}

/** The sample organisation's simulated GitHub. It has pages of its own. */
export interface GitHubSide {
  readonly platform: SimulatedGitHub;
  readonly hello: GitHubHello;
  readonly register: (registration: GitHubRegistration) => void;
  readonly stop: () => Promise<void>;
}

/** Whose name stands at the first commits: who leads the platform team. */
const founder = loginOf("Grace Obi");

/** As the catalog has it: `lfischer_acme`. */
function loginOf(realName: string): string {
  const [first = "", last = ""] = realName.toLowerCase().split(" ");
  return `${first.charAt(0)}${last}_acme`;
}

/** Teams by their GitHub slug: those that the catalog knows, and one that it does not. */
function teamsOf(): { slug: string; name: string; members: string[] }[] {
  const byTeam = new Map([["Design", ["Julia Stern", "Lena Fischer"]]]);
  for (const { realName, about } of acmePeople) {
    const name = /^Team (.+)$/.exec(about)?.[1];
    if (name !== undefined) byTeam.set(name, [...(byTeam.get(name) ?? []), realName]);
  }
  return [...byTeam].map(([name, members]) => {
    return { slug: name.toLowerCase().replace(/ /g, "-"), name, members: members.map(loginOf) };
  });
}

/**
 * The organisation with `catalog` as its repository acme/catalog and each folder of `repositories` as another.
 * @param data the folder that holds both
 */
export async function startAcmeGitHub({ data }: { readonly data: string }): Promise<GitHubSide> {
  const people = acmePeople.filter(({ email }) => email.endsWith("@acme.example"));
  const github = await startGitHub({
    people: people.map(({ realName }) => ({ login: loginOf(realName), name: realName })),
    organisations: [{ login: "acme", name: "Acme", admins: [founder], teams: teamsOf() }],
    viewer: loginOf("Lena Fischer"),
  });
  const teams = Object.fromEntries(teamsOf().map(({ slug }) => [slug, "write" as const]));
  const found = readdirSync(join(data, "repositories"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = [join(data, "catalog"), ...found.map(({ name }) => join(data, "repositories", name))];
  for (const folder of folders) {
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    github.createRepository({ owner: "acme", name, files: filesIn(folder), teams, by: founder });
  }
  const { app, privateKey } = github.createApp({
    ...{ slug: "callboard", name: "Callboard", owner: "acme", events: ["push", "repository"] },
    permissions: { metadata: "read", contents: "read", members: "read" },
  });
  github.install(app, "acme");
  const webhookSecret = randomBytes(20).toString("hex");
  return {
    platform: github,
    hello: {
      host: "github.com",
      apiUrl: github.apiUrl,
      webUrl: github.webUrl,
      appId: String(app.id),
      privateKey,
      webhookSecret,
    },
    register: ({ webhookUrl }) => void github.hooks.setWebhook(app, { url: webhookUrl, secret: webhookSecret }),
    stop: github.stop,
  };
}

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}
