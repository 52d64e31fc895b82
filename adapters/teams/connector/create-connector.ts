import type { ConnectorClient } from "botframework-connector";
import type { Activity, ConversationParameters, TeamsChannelAccount } from "botframework-schema";
import { z } from "zod";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { type Called, createCall, type TeamsCall } from "./call.ts";
import type { Connector, Target } from "./connector.ts";
import { signInError } from "./errors.ts";
import { createLeaving, type Leaving } from "./leaving.ts";
import { createTokenSource } from "./token.ts";

const named = z.object({ id: z.string().min(1) });
/** Longer than any name or id of Teams. */
const maxText = 1_000;
/** What is done is done, whether or not it is said under which id. */
const posted = z.object({ id: z.string().max(maxText) }).catch({ id: "" });
/** What is told of a member and is a text, also what Teams adds to the Bot Connector's accounts. All that we read of it is. */
const account = z.looseObject({ id: z.string().min(1).max(maxText) }).transform((told) => {
  const texts = Object.entries(told).filter(([, value]) => typeof value === "string" && value.length <= maxText);
  return Object.fromEntries(texts) as unknown as TeamsChannelAccount;
});
const roster = z.object({ members: z.array(account).default([]), continuationToken: z.string().nullish() });
const details = z.object({ name: z.string().nullish(), aadGroupId: z.string().nullish() });
const channelList = z.object({
  conversations: z.array(z.object({ id: z.string().min(1), name: z.string().nullish() })).nullish(),
});
const anything = z.unknown();
const pageSize = 200;

/** The bot as Teams calls it. */
interface Bot {
  readonly id: string;
  readonly name: string;
}

/**
 * Calls of the Bot Connector by the SDK's clients, with our own way to the internet, attempts, pace and judgement.
 * Throws invalid_config when a secret is missing or would go an unsafe way.
 * @param parts.signal ends every call when the adapter stops
 * @param parts.leaving ends those before that would have to wait for longer
 */
export function createConnector(parts: {
  readonly options: TeamsOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly leaving?: Leaving;
  /** The way to the internet. */
  readonly fetch?: typeof fetch;
}): Connector {
  const { options: teams, leaving = createLeaving(parts.clock) } = parts;
  const token = teams.unauthenticated ? undefined : createTokenSource(parts);
  const call = createCall({ ...parts, leaving, ...(token && { token }) });
  return {
    ...writes(call, { id: `28:${teams.appId ?? "callboard"}`, name: "Callboard" }),
    ...reads(call),
    async signIn(options = {}) {
      const signal = options.signal ?? parts.signal;
      await token?.get(signal).catch((error) => Promise.reject(signInError(error, new URL(teams.loginUrl).host)));
    },
  };
}

function writes(call: TeamsCall, bot: Bot): Pick<Connector, "send" | "update" | "openPersonal"> {
  /** https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object */
  const outgoing = (at: Target, activity: Partial<Activity>): Partial<Activity> => ({
    type: "message",
    from: { ...bot } as Activity["from"],
    conversation: { id: conversationId(at) } as Activity["conversation"],
    channelId: "msteams",
    ...activity,
  });

  return {
    async send(at, activity, { to, ...options } = {}) {
      const recipient = { id: to ?? "" } as Activity["recipient"];
      const sent = { ...outgoing(at, activity), ...(to !== undefined && { recipient }) };
      const { id } = await call(
        { ...writing(at), isTargeted: to !== undefined, body: sent },
        ({ connector }) => connector.conversations.sendToConversation(conversationId(at), sent),
        posted,
        options,
      );
      return { id };
    },
    async update(at, activityId, activity, { isTargeted = false, ...options } = {}) {
      const sent = { ...outgoing(at, activity), id: activityId };
      await call(
        { ...writing(at, activityId), isTargeted, body: sent },
        ({ connector }) => connector.conversations.updateActivity(conversationId(at), activityId, sent),
        anything,
        options,
      );
    },
    async openPersonal({ serviceUrl, tenant }, personId, options) {
      const wanted = {
        isGroup: false,
        bot,
        members: [{ id: personId }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      } as unknown as ConversationParameters;
      const { id } = await call(
        called(serviceUrl, "write", [personId]),
        ({ connector }) => connector.conversations.createConversation(wanted),
        named,
        options,
      );
      return id;
    },
  };
}

function reads(call: TeamsCall): Pick<Connector, "member" | "members" | "team"> {
  return {
    async member(at, person, options) {
      return call(
        reading(at, person),
        ({ connector }) => connector.conversations.getConversationMember(at.id, person),
        account,
        options,
      );
    },
    async members(at, page, options) {
      const asked = page === undefined ? { pageSize } : { pageSize, continuationToken: page };
      const { members, continuationToken } = await call(
        reading(at),
        ({ connector }) => connector.conversations.getConversationPagedMembers(at.id, asked as PagedMembersOptions),
        roster,
        options,
      );
      return { members, ...(continuationToken && { next: continuationToken }) };
    },
    async team({ serviceUrl }, teamId, options) {
      const asked = called(serviceUrl, "read", [teamId]);
      const [{ name, aadGroupId }, { conversations }] = await Promise.all([
        call(asked, ({ teams }) => teams.teams.fetchTeamDetails(teamId), details, options),
        call(asked, ({ teams }) => teams.teams.fetchChannelList(teamId), channelList, options),
      ]);
      const channels = (conversations ?? []).map((channel) => ({
        id: channel.id,
        ...(channel.name && { name: channel.name }),
      }));
      return { ...(name && { name }), ...(aadGroupId && { groupId: aadGroupId }), channels };
    },
  };
}

type PagedMembersOptions = Parameters<ConnectorClient["conversations"]["getConversationPagedMembers"]>[1];

/** A reply in a thread of a channel goes to a conversation of its own. */
function conversationId({ id, thread }: Target): string {
  return thread === undefined ? id : `${id};messageid=${thread}`;
}

function writing(at: Target, ...ids: readonly string[]): Called {
  return called(at.serviceUrl, "write", [at.id, ...ids]);
}

function reading(at: Target, ...ids: readonly string[]): Called {
  return called(at.serviceUrl, "read", [at.id, ...ids]);
}

/** The ids become parts of a path, where dots would climb and half a character throws: the SDK escapes all others. */
function called(serviceUrl: string, pace: "write" | "read", ids: readonly string[]): Called {
  if (ids.some((id) => /^\.{0,2}$|\p{Cs}/u.test(id)))
    throw new BotError("not_allowed", "Nothing in Teams is called like that.");
  return { serviceUrl, key: `${pace} ${ids[0]}` };
}
