import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { checkConfig } from "../config.ts";

/** What `init` needs to know. */
export interface InitAnswers {
  /** The address of a Git repository, or a folder. */
  readonly catalog: string;
  readonly slack: string;
  /** `yes` or `no`. */
  readonly teams: string;
  /** Where the platforms reach the bot over HTTP. */
  readonly url?: string;
  readonly admins?: string;
}

/** Stand-ins for the secrets that the file names and that nobody has yet. */
const environment = {
  SLACK_BOT_TOKEN: "xoxb-0000",
  SLACK_APP_TOKEN: "xapp-0000",
  SLACK_SIGNING_SECRET: "0000000000000000",
  TEAMS_APP_ID: "00000000-0000-0000-0000-000000000000",
  TEAMS_APP_PASSWORD: "0000000000000000",
  TEAMS_TENANT_ID: "00000000-0000-0000-0000-000000000000",
};

/** Why one or all of the answers are of no use, in a sentence; undefined when they are. Folders start at `cwd`. */
export async function mistakeIn(answers: Partial<InitAnswers>, cwd: string): Promise<string | undefined> {
  const { catalog, slack, teams, url } = answers;
  if (slack !== undefined && !["socket", "http", "none"].includes(slack)) return "Slack is socket, http or none.";
  if (teams !== undefined && !["yes", "no"].includes(teams)) return "Teams is yes or no.";
  if (url !== undefined && !url.startsWith("https://")) return "Slack and Teams call https addresses alone.";
  if (catalog !== undefined && !isRepository(catalog) && !(await isFolder(resolve(cwd, catalog)))) {
    return `There is no folder ${resolve(cwd, catalog)}. Make it first, or name a repository, such as https://github.com/acme/catalog.git.`;
  }
  const text = configText({ catalog: ".", slack: "none", teams: "no", ...answers });
  const { mistakes } = await checkConfig({ text, path: "/callboard.yaml", env: environment });
  const [mistake] = mistakes;
  return mistake === undefined ? undefined : `${mistake.path}: ${mistake.message}.`;
}

/** Whether a platform calls the bot, which then needs an address. */
export function isCalled({ slack, teams }: Partial<InitAnswers>): boolean {
  return slack === "http" || teams === "yes";
}

/** The configuration file for the answers. Its secrets are names of environment variables. */
export function configText(answers: InitAnswers): string {
  const { catalog, slack, teams, url, admins } = answers;
  const chat = [...slackLines(slack), ...teamsLines(teams)];
  return [
    "# Every key is explained in docs/config.md.",
    "data: data                          # mirrors of repositories, the last good catalog, state",
    ...(admins === undefined ? [] : [`admins: [${JSON.stringify(admins)}]`]),
    "catalog:",
    "  sources:",
    "    - name: catalog",
    ...sourceLines(catalog),
    ...(url === undefined || !isCalled(answers) ? [] : ["server:", `  publicUrl: ${JSON.stringify(url)}`]),
    ...(chat.length === 0 ? [] : ["chat:", ...chat]),
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
  return ["  slack:", `    botToken: $\{SLACK_BOT_TOKEN}`, secret];
}

function teamsLines(teams: string): readonly string[] {
  if (teams !== "yes") return [];
  return [
    "  teams:",
    `    appId: $\{TEAMS_APP_ID}`,
    `    appPassword: $\{TEAMS_APP_PASSWORD}`,
    `    tenantId: $\{TEAMS_TENANT_ID}`,
  ];
}
