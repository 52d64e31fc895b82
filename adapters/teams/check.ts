import { within } from "../../src/chat/outgoing/pause.ts";
import { count } from "../../src/chat/phrase.ts";
import type { Clock } from "../../src/clock.ts";
import { BotError } from "../../src/errors.ts";
import type { Finding } from "../../src/finding.ts";
import type { Connector } from "./connector/connector.ts";
import type { Conversations, KnownConversation } from "./lookup/conversations.ts";
import { type Rosters, teamsOf } from "./lookup/rosters.ts";
import { type HttpDoor, messagesPath } from "./receive/http-door.ts";
import type { TeamsOptions } from "./teams-options.ts";

const area = "Teams";
const registrations = "https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade";
const bots = "https://portal.azure.com/#browse/Microsoft.BotService%2FbotServices";
const adminApps = "https://admin.teams.microsoft.com/policies/manage-apps";
/** Shorter than a check of `doctor` may take, so that what is wrong is said by us. */
const signInMs = 8_000;

/** What is looked at. */
export interface CheckParts {
  readonly options: TeamsOptions;
  readonly connector: Pick<Connector, "signIn">;
  readonly conversations: Pick<Conversations, "all">;
  readonly rosters: Pick<Rosters, "size">;
  readonly http: Pick<HttpDoor, "refusals">;
  readonly lastAt: Date | undefined;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** The adapter was never started: that nothing came in yet is no problem then. */
  readonly isBefore: boolean;
}

/** Looks at the set-up with Teams: the app's secret, who may ask, whether anything can come in, and where it is installed. */
export async function checkTeams(parts: CheckParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const { options, publicUrl } = parts;
  return [
    ...(await signIn(parts, signal)),
    ...otherTenants(options),
    ...(options.unauthenticated ? [] : [endpoint(publicUrl, options)]),
    ...incoming(parts),
    ...installed(await parts.conversations.all(), parts),
  ];
}

async function signIn({ options, connector, clock }: CheckParts, signal: AbortSignal): Promise<readonly Finding[]> {
  if (options.unauthenticated) {
    const found = "Nobody has to prove who they are: this is for an emulator on this machine.";
    const fix = "Remove chat.teams.unauthenticated before people use the bot.";
    return [{ level: "warning", area, found, fix }];
  }
  const asked = connector.signIn({ signal, withinMs: signInMs, isRepeatable: false }).then(
    () => "accepted" as const,
    (error: unknown) => error,
  );
  const outcome = await within(clock, signInMs, asked);
  if (outcome === "accepted") {
    const isHomeAlone = options.tenants.length === 0;
    const found = `Signed in${isHomeAlone ? "; only members of the home tenant may ask" : ""}.`;
    return [{ level: "ok", area, found }];
  }
  return [refusedSignIn(outcome, options)];
}

function refusedSignIn(error: unknown, { loginUrl }: TeamsOptions): Finding {
  const found = error instanceof BotError ? error.message : "Microsoft's sign-in does not answer.";
  if (!(error instanceof BotError) || error.code !== "invalid_config")
    return {
      level: "problem",
      area,
      found,
      fix: `Check the network and its proxy: from here ${new URL(loginUrl).host} must be reached.`,
      url: "https://status.cloud.microsoft",
    };
  const fix =
    "Open the app's registration: its ids are under Overview; make a new secret under Certificates & secrets.";
  return { level: "problem", area, found, fix, url: registrations };
}

function otherTenants({ tenantId, tenants: others }: TeamsOptions): readonly Finding[] {
  if (tenantId === undefined || others.length === 0) return [];
  const found = `Not only members of ${tenantId} may ask, but also people of ${others.join(", ")}.`;
  const fix = "Remove them from chat.teams.tenants, unless this is meant.";
  return [{ level: "warning", area, found, fix }];
}

function endpoint(publicUrl: string | undefined, { loginUrl }: TeamsOptions): Finding {
  if (publicUrl === undefined) {
    // A Teams that signs in over http is on this machine.
    if (loginUrl.startsWith("http:"))
      return { level: "ok", area, found: "server.publicUrl is not set: here none is needed." };
    const found = "Where Teams has to send to is not known here: server.publicUrl is not set.";
    const fix = `Set it to this server's public https address, and the messaging endpoint of the Azure Bot, under Configuration, to it with ${messagesPath}.`;
    return { level: "warning", area, found, fix, url: bots };
  }
  if (publicUrl.startsWith("https://"))
    return { level: "ok", area, found: `Endpoint to check: ${publicUrl}${messagesPath}`, url: bots };
  const fix = `Set server.publicUrl to an https address, and the messaging endpoint of the Azure Bot to it with ${messagesPath}.`;
  return { level: "problem", area, found: `Teams sends nothing to ${publicUrl}: it is not https.`, fix, url: bots };
}

function incoming({ http, lastAt, clock, isBefore, options }: CheckParts): readonly Finding[] {
  if (isBefore) return [{ level: "ok", area, found: "Nothing came from Teams yet: normal before the start." }];
  const { count: refused, reason } = http.refusals();
  if (refused > 0) {
    const found = `${count(refused, "request")} since the last right one could not be let in${reason === undefined ? "" : ` (${reason})`}.`;
    return [{ area, found, ...adviceFor(reason, options) }];
  }
  if (lastAt === undefined) {
    const found = "Nothing came from Teams since the start.";
    if (options.unauthenticated)
      return [{ level: "warning", area, found, fix: `Let the emulator send to ${messagesPath}.` }];
    const fix = `Set the messaging endpoint of the Azure Bot to this server's public address with ${messagesPath}, connect its channel Microsoft Teams, and write to the bot.`;
    return [{ level: "warning", area, found, fix, url: bots }];
  }
  const minutes = Math.floor((clock.now().getTime() - lastAt.getTime()) / 60_000);
  return [{ level: "ok", area, found: `Teams was heard last ${minutes < 1 ? "just now" : `${minutes} min ago`}.` }];
}

/** What a refusal points at. What holds no proof may have been sent by anybody: that is no more than a warning. */
function adviceFor(reason: string | undefined, { openIdUrl }: TeamsOptions): Pick<Finding, "level" | "fix" | "url"> {
  switch (reason) {
    case "no-token":
    case "malformed":
      return {
        level: "warning",
        fix: "Let the proxy before the bot pass the header Authorization on, if Teams sent them.",
      };
    case "channel":
    case "service-url":
      return { level: "warning", fix: "Name the connector in chat.teams.serviceUrls, if this is a cloud of its own." };
    case "exp":
    case "nbf":
      return { level: "problem", fix: "Set the clock of this machine." };
    case "keys-unavailable":
      return { level: "problem", fix: `Let this machine reach ${openIdUrl}.` };
    default:
      return {
        level: "problem",
        fix: "Set chat.teams.appId to the Microsoft App ID of the Azure Bot, under Configuration.",
        url: bots,
      };
  }
}

function installed(all: readonly KnownConversation[], { rosters, isBefore }: CheckParts): readonly Finding[] {
  const teams = teamsOf(all).length;
  const chats = all.filter(({ type }) => type === "groupChat").length;
  const people = all.filter(({ type }) => type === "personal").length;
  if (teams + chats + people === 0) {
    const found = "The app is not known to be installed anywhere.";
    const fix =
      "In Teams: Apps, Manage your apps, Upload an app; then Add to a team. An administrator must allow custom apps.";
    return [{ level: "warning", area, found, fix, url: adminApps }];
  }
  const places = [count(teams, "team"), count(chats, "group chat"), count(people, "personal chat")].join(", ");
  const known = `${count(rosters.size(), "member")} of teams can be written to.`;
  return [
    { level: "ok", area, found: `Installed in ${places}.` },
    ...(isBefore ? [] : [{ level: "ok", area, found: known } as const]),
  ];
}
