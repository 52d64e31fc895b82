import { within } from "../../src/chat/outgoing/pause.ts";
import { count } from "../../src/chat/phrase.ts";
import type { Clock } from "../../src/clock.ts";
import { BotError } from "../../src/errors.ts";
import type { Finding } from "../../src/finding.ts";
import { type Scope, scopes } from "./manifest/scopes.ts";
import type { Door } from "./receive/door.ts";
import { eventsPath, type HttpDoor } from "./receive/http-door.ts";
import { hopeless, type SocketDoor } from "./receive/socket-door.ts";
import type { SlackOptions } from "./slack-options.ts";
import { type Visit, visitMs } from "./visit.ts";
import type { SlackCall } from "./web-api/call.ts";
import { refusalCode } from "./web-api/errors.ts";
import { findHome, type Home } from "./web-api/home.ts";

const area = "Slack";

/** What is looked at. */
export interface CheckParts {
  readonly call: SlackCall;
  readonly options: SlackOptions;
  readonly door: Pick<Door, "last" | "removedFrom">;
  readonly http: Pick<HttpDoor, "wrongSignatures"> | undefined;
  readonly socket: Pick<SocketDoor, "connectionCount"> | undefined;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** Given while the adapter was never started: that nothing came in yet is no problem then. */
  readonly visit?: Pick<Visit, "tryAppToken">;
}

/** Looks at the set-up with Slack: the tokens, each permission, whether anything can come in, and who may ask. */
export async function checkSlack(parts: CheckParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const asked = findHome(parts.call, { signal, withinMs: visitMs }).catch((error: unknown) => error);
  const home = await within(parts.clock, visitMs, asked);
  const removedFrom = parts.door.removedFrom();
  if (removedFrom !== undefined) return [removed(removedFrom)];
  if (!isHome(home)) return [unreached(home)];
  const appId = home.appId ?? parts.door.last()?.appId;
  return [
    { level: "ok", area, found: `Connected to ${home.isOrg ? "the organisation " : ""}${home.name}.` },
    ...scopeFindings(home, appId),
    ...(parts.visit === undefined ? [incoming(parts)] : await toCome(parts.visit, parts.publicUrl)),
    ...policy(parts.options),
  ];
}

function isHome(home: unknown): home is Home {
  return typeof home === "object" && home !== null && "botUserId" in home;
}

function unreached(error: unknown): Finding {
  const isToken = error instanceof BotError && error.code === "invalid_config";
  const found = error instanceof BotError ? error.message : "Slack does not answer. Try again in a minute.";
  if (!isToken)
    return { level: "problem", area, found, fix: "Check the network and its proxy.", url: "https://slack-status.com" };
  return {
    level: "problem",
    area,
    found,
    fix: "Copy the Bot User OAuth Token anew.",
    url: "https://api.slack.com/apps",
  };
}

function removed(from: string): Finding {
  return {
    level: "problem",
    area,
    found: `The Slack app was removed from ${from}.`,
    fix: "Install it again, and set the Bot User OAuth Token that it gets.",
    url: "https://api.slack.com/apps",
  };
}

/** What the token was not granted; nothing where Slack does not say. */
export function missingScopes({ scopes: granted }: Home): readonly Scope[] {
  return granted === undefined ? [] : scopes.filter(({ scope }) => !granted.has(scope));
}

function scopeFindings(home: Home, appId: string | undefined): readonly Finding[] {
  const url = appId === undefined ? "https://api.slack.com/apps" : `https://api.slack.com/apps/${appId}/oauth`;
  return missingScopes(home).map(({ scope, lost }) => ({
    level: "problem" as const,
    area,
    found: `The scope ${scope} is missing. ${lost}`,
    fix: "Add it under OAuth & Permissions, then install the app again.",
    url,
  }));
}

/** Before the start: whether something will be able to come in, as far as can be known. */
async function toCome({ tryAppToken }: Pick<Visit, "tryAppToken">, publicUrl: string | undefined) {
  if (tryAppToken !== undefined) return [await tryAppToken().then(() => opens, opensNot)];
  const address = publicUrl === undefined ? `this server's public address with ${eventsPath}` : publicUrl + eventsPath;
  return [
    "Nothing came from Slack yet, which is normal before the start.",
    `Request URL to check: ${address}`,
    "The signing secret is checked with the first request.",
  ].map((found): Finding => ({ level: "ok", area, found }));
}

const opens: Finding = { level: "ok", area, found: "The app token opens Socket Mode." };

function opensNot(error: unknown): Finding {
  const code = refusalCode(error);
  const url = "https://api.slack.com/apps";
  if (code !== undefined && hopeless.has(code)) {
    const fix = "Generate one under Basic Information, App-Level Tokens, with the scope connections:write.";
    return { level: "problem", area, found: `Slack refuses the app token (${code}).`, fix, url };
  }
  const why = code === undefined ? "" : ` (${code})`;
  const fix = "Check the network, and that Socket Mode is on in the app's settings.";
  return { level: "problem", area, found: `Slack opens no Socket Mode connection${why}.`, fix, url };
}

function incoming({ socket, http, door, clock }: CheckParts): Finding {
  if (socket !== undefined) {
    const connections = socket.connectionCount();
    if (connections > 0) return { level: "ok", area, found: `Socket Mode is connected (${connections} of 2).` };
    return {
      level: "problem",
      area,
      found: "Socket Mode is not connected.",
      fix: "Check the network, and that Socket Mode is on in the app's settings.",
    };
  }
  const wrong = http?.wrongSignatures() ?? 0;
  if (wrong > 0) {
    const found = `${count(wrong, "request")} since the last right one had a wrong signature.`;
    const fix = "Copy the Signing Secret anew, under Basic Information; if others have it, make a new one.";
    return { level: "problem", area, found, fix, url: "https://api.slack.com/apps" };
  }
  const last = door.last();
  if (last === undefined) {
    const fix = `Set the app's request URLs to this server's public address with ${eventsPath}.`;
    return { level: "warning", area, found: "Nothing came from Slack since the start.", fix };
  }
  const minutes = Math.floor((clock.now().getTime() - last.at.getTime()) / 60_000);
  return { level: "ok", area, found: `Slack was heard last ${minutes < 1 ? "just now" : `${minutes} min ago`}.` };
}

function policy({ guests, external }: SlackOptions): readonly Finding[] {
  const allowed = [
    ...(guests === "allow" ? ["guests"] : []),
    ...(external === "allow" ? ["people of other organisations"] : []),
  ];
  if (allowed.length === 0) return [{ level: "ok", area, found: "Only members may ask." }];
  return [
    {
      level: "warning",
      area,
      found: `Not only members may ask, but also ${allowed.join(" and ")}.`,
      fix: "Set chat.slack.guests and chat.slack.external to deny, unless this is meant.",
    },
  ];
}
