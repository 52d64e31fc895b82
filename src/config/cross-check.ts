import { parseUrl } from "../parse-url.ts";
import { isHttp, isLoopback } from "./address.ts";
import { githubMistakes } from "./github-cross-check.ts";
import { type ConfigPath, describeValue, formatPath, type PlacedMistake } from "./mistake.ts";
import { defaultSlashCommands } from "./slack-schema.ts";
import type { Substituted } from "./substitute.ts";
import { valueAt } from "./value-at.ts";

/**
 * What one value alone cannot tell; zod skips its own such checks while anything else is wrong.
 * @param commands the names that a slash command may be given to; absent where they are not known
 */
export function crossCheck(data: Substituted, commands?: readonly string[]): readonly PlacedMistake[] {
  return [
    ...sourceMistakes(data),
    ...githubMistakes(data),
    ...slackMistakes(data, commands),
    ...teamsMistakes(data),
    ...serverMistakes(data),
  ];
}

/** What works, and most probably not as it was meant. */
export function crossWarnings(data: Substituted): readonly PlacedMistake[] {
  if (valueAt(data.value, publicUrlPath) !== undefined) return [];
  const slack = valueAt(data.value, slackPath);
  const teams = valueAt(data.value, teamsPath);
  const isMissingFor = {
    slack: isMapping(slack) && !Object.hasOwn(slack, "appToken"),
    teams: isMapping(teams) && teams["unauthenticated"] !== true,
  };
  const missing = "server.publicUrl is missing: ";
  const forSlack = `${missing}Slack over HTTP needs the address at which it reaches this bot; with an appToken it needs none`;
  const forTeams = `${missing}Teams needs the address at which it reaches this bot, and the app's manifest names it`;
  return [
    ...(isMissingFor.slack ? [{ at: slackPath, message: forSlack }] : []),
    ...(isMissingFor.teams ? [{ at: teamsPath, message: forTeams }] : []),
  ];
}

function sourceMistakes(data: Substituted): readonly PlacedMistake[] {
  const sources = valueAt(data.value, ["catalog", "sources"]);
  if (!Array.isArray(sources)) return [];
  const seen = new Map<string, number>();
  return sources.flatMap((source: unknown, index): PlacedMistake[] => {
    const mistakes: PlacedMistake[] = [];
    const name = valueAt(source, ["name"]);
    const first = typeof name === "string" ? seen.get(name) : undefined;
    const at = ["catalog", "sources", index];
    if (first !== undefined) {
      const shown = shownAt(data, [...at, "name"]);
      mistakes.push({
        at: [...at, "name"],
        message: `found ${shown}, the name of catalog.sources[${first}]; allowed: a name of its own`,
      });
    } else if (typeof name === "string") seen.set(name, index);
    const url = valueAt(source, ["url"]);
    if (valueAt(source, ["token"]) !== undefined && typeof url === "string" && !isHttp(url)) {
      mistakes.push({
        at: [...at, "token"],
        message: "found a token for an address that takes none; allowed: a token where url is https",
      });
    }
    return mistakes;
  });
}

const slackPath = ["chat", "slack"];
const teamsPath = ["chat", "teams"];
const publicUrlPath = ["server", "publicUrl"];

function slackMistakes(data: Substituted, known: readonly string[] | undefined): readonly PlacedMistake[] {
  const slack = valueAt(data.value, slackPath);
  if (!isMapping(slack)) return [];
  const isProven = Object.hasOwn(slack, "appToken") || Object.hasOwn(slack, "signingSecret");
  const message = "found nothing; allowed: the app's signing secret, or an appToken for Socket Mode";
  return [
    ...(isProven ? [] : [{ at: [...slackPath, "signingSecret"], message }]),
    ...slashCommandMistakes(data, known),
  ];
}

/** Without credentials anybody could speak as anybody: nothing but this machine may then reach the bot. */
function teamsMistakes(data: Substituted): readonly PlacedMistake[] {
  const teams = valueAt(data.value, teamsPath);
  if (!isMapping(teams)) return [];
  if (teams["unauthenticated"] !== true) return missingCredentials(teams);
  const at = [...teamsPath, "unauthenticated"];
  if (Object.hasOwn(teams, "appId") || Object.hasOwn(teams, "appPassword")) {
    return [{ at, message: "found true beside credentials; allowed: true without appId and appPassword, or false" }];
  }
  const host = valueAt(data.value, ["server", "host"]) ?? "127.0.0.1";
  if (typeof host === "string" && !isLoopback(host)) {
    return [{ at, message: "found true where others reach server.host; allowed: true with 127.0.0.1, or false" }];
  }
  const publicUrl = valueAt(data.value, publicUrlPath);
  const publicHost = typeof publicUrl === "string" ? parseUrl(publicUrl)?.hostname : undefined;
  if (publicHost === undefined || isLoopback(publicHost)) return [];
  return [{ at, message: "found true where server.publicUrl leads here; allowed: true without a publicUrl, or false" }];
}

function missingCredentials(teams: Readonly<Record<string, unknown>>): readonly PlacedMistake[] {
  const missing = {
    appId: "the app's Application (client) ID; without one, unauthenticated: true, on this machine alone",
    appPassword: "the Value of a client secret of the app",
    tenantId: "the app's Directory (tenant) ID",
  };
  return Object.entries(missing)
    .filter(([key]) => !Object.hasOwn(teams, key))
    .map(([key, allowed]) => ({ at: [...teamsPath, key], message: `found nothing; allowed: ${allowed}` }));
}

/** Names that cannot be a command's, and slash commands that stand for two; those of the defaults count. */
function slashCommandMistakes(data: Substituted, known: readonly string[] | undefined): readonly PlacedMistake[] {
  const at = [...slackPath, "commands"];
  const commands = valueAt(data.value, at);
  if (!isMapping(commands)) return [];
  const taken = new Map(
    Object.entries(defaultSlashCommands)
      .filter(([name]) => !Object.hasOwn(commands, name))
      .map(([name, slash]) => [slash, name]),
  );
  return Object.entries(commands).flatMap(([name, slash]): PlacedMistake[] => {
    const place = [...at, name];
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
      return [{ at: place, message: "found a key that is no command; allowed: names of commands, such as whoowns" }];
    }
    if (known !== undefined && name !== "callboard" && !known.includes(name)) {
      return [{ at: place, message: `found a key that is no command; allowed: callboard, ${known.join(", ")}` }];
    }
    if (typeof slash !== "string") return [];
    const other = taken.get(slash);
    taken.set(slash, name);
    if (other === undefined) return [];
    const message = `found ${shownAt(data, place)}, the slash command of ${other}; allowed: one of its own`;
    return [{ at: place, message }];
  });
}

function serverMistakes(data: Substituted): readonly PlacedMistake[] {
  const at = ["server", "metrics", "port"];
  const server = valueAt(data.value, ["server"]);
  if (!isMapping(server)) return [];
  const port = valueAt(server, ["port"]) ?? 3000;
  const metricsPort = valueAt(data.value, at) ?? 9464;
  if (port !== metricsPort || port === 0) return [];
  return [
    { at, message: "found the port of the server; allowed: one of its own, since metrics are not for everybody" },
  ];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a place, as a mistake may show it. */
function shownAt(data: Substituted, path: ConfigPath): string {
  return describeValue(valueAt(data.value, path), data.filled.has(formatPath(path)));
}
