import type { Activity, TeamsChannelAccount } from "botframework-schema";
import type { Patience } from "../../../src/chat/outgoing/attempts.ts";
import type { Conversation } from "../receive/spot.ts";

/** How a call is made: by default it may be repeated and takes up to 20 s with all its attempts. */
export type CallOptions = Partial<Patience>;

/** Where a message goes: a conversation, or a thread of a channel. */
export type Target = Pick<Conversation, "id" | "thread" | "serviceUrl" | "tenant">;

/** The Bot Connector's REST API as far as we call it. Every method rejects with a BotError, as errors.ts tells. */
export interface Connector {
  /** Posts; resolves to the id of the message, "" where that is not told. With `to` only that person sees it (a targeted message). */
  send(
    at: Target,
    activity: Partial<Activity>,
    options?: CallOptions & { readonly to?: string },
  ): Promise<{ readonly id: string }>;
  /** Replaces; `isTargeted` for a message that was sent `to` somebody. */
  update(
    at: Target,
    activityId: string,
    activity: Partial<Activity>,
    options?: CallOptions & { readonly isTargeted?: true },
  ): Promise<void>;
  /** The personal chat with somebody, made if there is none; resolves to the conversation's id. */
  openPersonal(
    where: Pick<Conversation, "serviceUrl" | "tenant">,
    personId: string,
    options?: CallOptions,
  ): Promise<string>;
  /** Who somebody in a conversation is; `person` is a `29:…` id or an object id. */
  member(at: Target, person: string, options?: CallOptions): Promise<TeamsChannelAccount>;
  /** A page of a conversation's members. */
  members(
    at: Target,
    page?: string,
    options?: CallOptions,
  ): Promise<{ readonly members: readonly TeamsChannelAccount[]; readonly next?: string }>;
  /** How a team is called, and its channels; a team's General channel has no name of its own. */
  team(
    at: Pick<Conversation, "serviceUrl" | "tenant">,
    teamId: string,
    options?: CallOptions,
  ): Promise<{
    readonly name?: string;
    readonly groupId?: string;
    readonly channels: readonly { readonly id: string; readonly name?: string }[];
  }>;
  /** Gets a token, as before a call: rejects as the sign-in service refuses it. For `doctor`. */
  signIn(options?: CallOptions): Promise<void>;
}
