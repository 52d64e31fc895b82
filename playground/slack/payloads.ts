import {
  type Channel,
  type Json,
  newTrigger,
  organisationIn,
  type SlackMessage,
  type User,
  type View,
  type World,
} from "./world.ts";

/** Who does something, and in which workspace. */
export interface Actor {
  readonly user: User;
  readonly teamId: string;
  /** Sends `team: null`, as Slack does for some interactions with an app of the whole organisation. */
  readonly isTeamless?: boolean;
}

/** What every interaction of an actor carries. */
export function interaction(world: World, actor: Actor, type: string, viewId?: string): Json {
  const { enterprise, appId, isEnterpriseInstall } = world.installation;
  const { user, teamId } = actor;
  const domain = world.teams.get(teamId)?.domain ?? "";
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: appId,
    token: "verification_token",
    team: actor.isTeamless ? null : { id: teamId, domain, ...organisationIn(world) },
    enterprise: enterprise ?? null,
    is_enterprise_install: isEnterpriseInstall,
    trigger_id: newTrigger(world, user.id, teamId, viewId),
  };
}

/** The body of a slash command. */
export function slashCommand(
  world: World,
  actor: Actor,
  channel: Channel,
  typed: { readonly command: string; readonly text: string },
  responseUrl: string,
): Json {
  const { appId, isEnterpriseInstall } = world.installation;
  const names = { channel: channel.name, group: "privategroup", im: "directmessage" };
  return {
    token: "verification_token",
    team_id: actor.teamId,
    team_domain: world.teams.get(actor.teamId)?.domain ?? "",
    ...organisationIn(world),
    channel_id: channel.id,
    channel_name: names[channel.kind],
    user_id: actor.user.id,
    user_name: actor.user.name,
    ...typed,
    api_app_id: appId,
    is_enterprise_install: String(isEnterpriseInstall),
    response_url: responseUrl,
    trigger_id: newTrigger(world, actor.user.id, actor.teamId),
  };
}

/** An event in its envelope, with a new event_id. */
export function eventCallback(
  world: World,
  event: Json,
  from: { readonly teamId: string; readonly isShared?: boolean },
): Json {
  const { enterprise, isEnterpriseInstall, appId, botUserId } = world.installation;
  const nowSec = Math.floor(world.now() / 1000);
  return {
    token: "verification_token",
    team_id: from.teamId,
    ...(enterprise && { enterprise_id: enterprise.id }),
    context_team_id: from.teamId,
    context_enterprise_id: enterprise?.id ?? null,
    api_app_id: appId,
    event,
    type: "event_callback",
    event_id: world.newId("Ev"),
    event_time: nowSec,
    authorizations: [
      {
        enterprise_id: enterprise?.id ?? null,
        team_id: isEnterpriseInstall ? null : from.teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: isEnterpriseInstall,
      },
    ],
    is_ext_shared_channel: from.isShared === true,
    event_context: `4-${Buffer.from(`${appId}${nowSec}`).toString("base64url")}`,
  };
}

/** A message event, or with `type` app_mention the event of a mention. */
export function messageEvent(message: SlackMessage, channel: Channel, type: "message" | "app_mention"): Json {
  const { visibleTo: _visibleTo, ...rest } = message;
  const isOutside = channel.isShared ? { user_team: message.team, source_team: message.team } : {};
  return {
    ...rest,
    ...isOutside,
    type,
    event_ts: message.ts,
    ...(type === "message" ? { channel_type: channel.kind } : {}),
  };
}

/** Where a pressed button stands, as `container`, `channel`, `message` and `view` of a payload. */
export function place(world: World, on: SlackMessage | View): Json {
  if ("root_view_id" in on) return { container: { type: "view", view_id: on.id }, view: on };
  const { visibleTo, channel: id, ...message } = on as SlackMessage;
  const { ts: message_ts, thread_ts } = message;
  const channel = world.channels.get(id);
  const is_ephemeral = visibleTo !== undefined;
  return {
    container: { type: "message", message_ts, channel_id: id, is_ephemeral, ...(thread_ts && { thread_ts }) },
    channel: { id, name: channel?.kind === "group" ? "privategroup" : (channel?.name ?? "") },
    // Ephemeral messages are not sent along.
    ...(!is_ephemeral && { message }),
  };
}
