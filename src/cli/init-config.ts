import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { checkConfig } from "../config.ts";

/** What `init` needs to know. */
export interface InitAnswers {
  /** The address of a Git repository, or a folder. */
  readonly catalog: string;
  readonly slack: string;
  /** Where Slack reaches the bot over HTTP. */
  readonly url?: string;
  readonly admins?: string;
}

/** Stand-ins for the secrets that the file names and that nobody has yet. */
const environment = {
  SLACK_BOT_TOKEN: "xoxb-0000",
  SLACK_APP_TOKEN: "xapp-0000",
  SLACK_SIGNING_SECRET: "0000000000000000",
};

/** Why one or all of the answers are of no use, in a sentence; undefined when they are. Folders start at `cwd`. */
export async function mistakeIn(answers: Partial<InitAnswers>, cwd: string): Promise<string | undefined> {
  const { catalog, slack, url } = answers;
  if (slack !== undefined && !["socket", "http", "none"].includes(slack)) return "Slack is socket, http or none.";
  if (url !== undefined && !url.startsWith("https://")) return "Slack calls https addresses alone.";
  if (catalog !== undefined && !isRepository(catalog) && !(await isFolder(resolve(cwd, catalog)))) {
    return `There is no folder ${resolve(cwd, catalog)}. Make it first, or name a repository, such as https://github.com/acme/catalog.git.`;
  }
  const text = configText({ catalog: ".", slack: "none", ...answers });
  const { mistakes } = await checkConfig({ text, path: "/callboard.yaml", env: environment });
  const [mistake] = mistakes;
  return mistake === undefined ? undefined : `${mistake.path}: ${mistake.message}.`;
}

/** The configuration file for the answers. Its secrets are names of environment variables. */
export function configText({ catalog, slack, url, admins }: InitAnswers): string {
  return [
    "# Every key is explained in docs/config.md.",
    "data: data                          # mirrors of repositories, the last good catalog, state",
    ...(admins === undefined ? [] : [`admins: [${JSON.stringify(admins)}]`]),
    "catalog:",
    "  sources:",
    "    - name: catalog",
    ...sourceLines(catalog),
    ...(url === undefined || slack !== "http" ? [] : ["server:", `  publicUrl: ${JSON.stringify(url)}`]),
    ...slackLines(slack),
    "",
  ].join("\n");
}

/** Whether a catalog is named by an address. */
function isRepository(catalog: string): boolean {
  return /:\/\/|::|^[\w.-]+@[\w.-]+:/.test(catalog);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function sourceLines(catalog: string): readonly string[] {
  if (!isRepository(catalog)) return ["      type: folder", `      path: ${JSON.stringify(catalog)}`];
  return [
    "      type: git",
    `      url: ${JSON.stringify(catalog)}`,
    "      trusted: true                 # its files may define teams and people",
    ...(/^https:/i.test(catalog)
      ? [`      # token: $\{CATALOG_TOKEN}      # for a private repository, read-only`]
      : []),
  ];
}

function slackLines(slack: string): readonly string[] {
  if (slack === "none") return [];
  const secret =
    slack === "http"
      ? `    signingSecret: $\{SLACK_SIGNING_SECRET}`
      : `    appToken: $\{SLACK_APP_TOKEN}         # Socket Mode`;
  return ["chat:", "  slack:", `    botToken: $\{SLACK_BOT_TOKEN}`, secret];
}
