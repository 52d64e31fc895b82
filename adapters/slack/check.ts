import type { Clock } from "../../src/clock.ts";
import { BotError } from "../../src/errors.ts";
import type { Finding } from "../../src/finding.ts";
import { scopes } from "./manifest/scopes.ts";
import type { Door } from "./receive/door.ts";
import { eventsPath } from "./receive/http-door.ts";
import type { SocketDoor } from "./receive/socket-door.ts";
import type { SlackOptions } from "./slack-options.ts";
import type { SlackCall } from "./web-api/call.ts";
import { findHome, type Home } from "./web-api/home.ts";

const area = "Slack";

/** Looks at the set-up with Slack: the token, each permission, whether anything can come in, and who may ask. */
export async function checkSlack(
  parts: {
    readonly call: SlackCall;
    readonly options: SlackOptions;
    readonly door: Pick<Door, "last">;
    readonly socket: Pick<SocketDoor, "connectionCount"> | undefined;
    readonly clock: Clock;
  },
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { options } = parts;
  const home = await findHome(parts.call, { signal, withinMs: 10_000 }).catch((error: unknown) => error);
  if (!isHome(home)) return [unreached(home)];
  const appId = home.appId ?? parts.door.last()?.appId;
  return [
    { level: "ok", area, found: `Connected to ${home.isOrg ? "the organisation " : ""}${home.name}.` },
    ...missingScopes(home, appId),
    incoming(parts),
    ...policy(options),
  ];
}

function isHome(home: unknown): home is Home {
  return typeof home === "object" && home !== null && "botUserId" in home;
}

function unreached(error: unknown): Finding {
  const isToken = error instanceof BotError && error.code === "invalid_config";
  const found = error instanceof BotError ? error.message : "Slack does not answer.";
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

function missingScopes(home: Home, appId: string | undefined): readonly Finding[] {
  const granted = home.scopes;
  if (granted === undefined) return [];
  const url = appId === undefined ? "https://api.slack.com/apps" : `https://api.slack.com/apps/${appId}/oauth`;
  return scopes
    .filter(({ scope }) => !granted.has(scope))
    .map(({ scope, lost }) => ({
      level: "problem" as const,
      area,
      found: `The scope ${scope} is missing. ${lost}`,
      fix: "Add it under OAuth & Permissions, then install the app again.",
      url,
    }));
}

function incoming({ socket, door, clock }: Parameters<typeof checkSlack>[0]): Finding {
  if (socket !== undefined) {
    const count = socket.connectionCount();
    if (count > 0) return { level: "ok", area, found: `Socket Mode is connected (${count} of 2).` };
    return {
      level: "problem",
      area,
      found: "Socket Mode is not connected.",
      fix: "Check the network, and that Socket Mode is on in the app's settings.",
    };
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
