import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { BotError } from "../errors.ts";
import { readArguments } from "./arguments.ts";
import { askForAnswers } from "./init-answers.ts";
import { configText, type InitAnswers, isCalled, mistakeIn } from "./init-config.ts";
import { programName } from "./program-name.ts";
import { type CliCommand, print, type Terminal } from "./terminal.ts";

const usage =
  "Use: callboard init --catalog <repository or folder> [--slack socket|http|none] [--teams] [--url <https address>] [--admins <group>] [--force]. At a terminal it asks for what is left out.";

/** `callboard init`: writes callboard.yaml in the current folder from flags, and at a terminal from answers, and says what comes next. */
export const init: CliCommand = async (args, terminal) => {
  const { force, ...given } = readFlags(args);
  const path = join(terminal.cwd, "callboard.yaml");
  if (existsSync(path) && !force) {
    throw new BotError("usage", `${path} exists already, and nothing was changed. --force writes it anew.`);
  }
  await assertRight(given, terminal);
  const answers = await answersOf(given, terminal);
  await assertRight(answers, terminal);
  await write(path, configText(answers), force);
  await print(terminal, `${nextSteps(answers, path, terminal)}\n`);
  return 0;
};

function readFlags(args: readonly string[]): Partial<InitAnswers> & { readonly force: boolean } {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { catalog: text, slack: text, teams: flag, url: text, admins: text, force: flag } as const;
  const { force = false, teams, ...given } = readArguments({ args, options }, usage).values;
  return { ...given, ...(teams && { teams: "yes" }), force };
}

/** The flags, and what they leave open from whoever sits at the terminal. */
async function answersOf(given: Partial<InitAnswers>, terminal: Terminal): Promise<InitAnswers> {
  const isTerminal = terminal.input.isTTY === true && terminal.output.isTTY === true;
  const all = isTerminal ? await askForAnswers(given, terminal) : given;
  const { catalog, slack = "none", teams = "no", ...others } = all;
  if (catalog === undefined) throw new BotError("usage", `--catalog is missing. ${usage}`);
  if (isCalled(all) && others.url === undefined) {
    const platform = teams === "yes" ? "Teams" : "Slack";
    const who = teams === "yes" ? "Teams" : "Slack over HTTP";
    throw new BotError("usage", `${who} needs --url, the address at which ${platform} reaches this bot. ${usage}`);
  }
  return { catalog, slack, teams, ...others };
}

async function assertRight(answers: Partial<InitAnswers>, { cwd }: Terminal): Promise<void> {
  const mistake = await mistakeIn(answers, cwd);
  if (mistake !== undefined) throw new BotError("usage", mistake);
}

async function write(path: string, text: string, mayReplace: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: mayReplace ? "w" : "wx" });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new BotError("usage", `${path} cannot be written (${code}). Nothing was changed.`, { cause });
  }
}

function nextSteps({ slack, teams, url }: InitAnswers, path: string, { env, cwd }: Terminal): string {
  const program = programName(cwd);
  const steps = [
    ...(slack === "none" ? [] : slackSteps(slack, program)),
    ...(teams === "yes" ? teamsSteps(url ?? "") : []),
    `Look: ${program} doctor`,
    `Start: ${program} start`,
    ...(slack === "http" ? ["In Slack, Event Subscriptions: verify the Request URL, which answers now."] : []),
    ...(teams === "yes" ? [uploadStep(program, cwd)] : []),
  ];
  const isElsewhere = Boolean(env["CALLBOARD_CONFIG"]) && env["CALLBOARD_CONFIG"] !== path;
  return [
    `Written: ${path}`,
    ...(isElsewhere ? ["CALLBOARD_CONFIG names another file, which is read instead."] : []),
    "",
    "Next:",
    ...steps.map((step, index) => `${index + 1}. ${step}`),
  ].join("\n");
}

function uploadStep(program: string, cwd: string): string {
  const make = canPackage(cwd)
    ? "Make the Teams app, npm run teams:package,"
    : `Make the Teams app: ${program} manifest teams prints its manifest.json; zip it with two icons, color.png (192 × 192) and outline.png (32 × 32),`;
  return `${make} and upload it: in Teams, Apps, Manage your apps, Upload an app. Then add it to each team. docs/teams.md has every step.`;
}

const packageFile = z.object({ scripts: z.object({ "teams:package": z.string() }) });

/** Whether npm knows here how the app's package is made: in a clone. */
function canPackage(cwd: string): boolean {
  try {
    return packageFile.safeParse(JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"))).success;
  } catch {
    return false;
  }
}

/** Who clicks what, in the order in which one needs the other. docs/teams.md says it at length. */
function teamsSteps(url: string): readonly string[] {
  const endpoint = `${url.replace(/\/+$/, "")}/api/messages`;
  return [
    "Register the Teams app: in https://entra.microsoft.com, App registrations, New registration, this directory alone. From its Overview: export TEAMS_APP_ID=… (Application ID) and TEAMS_TENANT_ID=… (Directory ID).",
    "There, Certificates & secrets, New client secret, copy its Value: export TEAMS_APP_PASSWORD=…",
    `Make the bot: in https://portal.azure.com, Create a resource, Azure Bot, Single Tenant, with that registration. Configuration, Messaging endpoint: ${endpoint}. Channels: Microsoft Teams.`,
  ];
}

function slackSteps(slack: string, program: string): readonly string[] {
  const secret =
    slack === "http"
      ? "Basic Information, Signing Secret: export SLACK_SIGNING_SECRET=…"
      : "Basic Information, App-Level Tokens, Generate, scope connections:write: export SLACK_APP_TOKEN=xapp-…";
  return [
    `Make the app: ${program} manifest slack prints its manifest. Open https://api.slack.com/apps, Create New App, From a manifest, and paste it.`,
    "Install App, Install to workspace, copy the Bot User OAuth Token: export SLACK_BOT_TOKEN=xoxb-…",
    secret,
  ];
}
