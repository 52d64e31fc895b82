import { z } from "zod";
import type { ChatUser } from "../../../src/chat/event.ts";
import type { SlackOptions } from "../slack-options.ts";
import type { Home } from "../web-api/home.ts";

/** https://docs.slack.dev/reference/objects/user-object */
export const slackUser = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_app_user: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z
    .object({ email: z.string().nullish(), display_name: z.string().nullish(), real_name: z.string().nullish() })
    .nullish(),
  enterprise_user: z
    .object({ id: z.string().nullish(), enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
    .nullish(),
});
export type SlackUser = z.infer<typeof slackUser>;

type Policy = Pick<SlackOptions, "guests" | "external">;

/** The person as the rest of Callboard knows them. Only members of home get an e-mail address: theirs is vouched for. */
export function chatUser(user: SlackUser, home: Home, policy: Policy): ChatUser {
  const kind = kindOf(user, home);
  const barred = barredKind(kind, policy);
  // Display names are often handles; a team reads who asks by their full name.
  const name = user.profile?.real_name || user.real_name || user.profile?.display_name || user.name;
  const email = kind === "member" ? user.profile?.email : undefined;
  return {
    // The same person in two workspaces of an organisation is one.
    ...bare(home.isOrg ? (user.enterprise_user?.id ?? user.id) : user.id, home),
    ...(email && { email }),
    ...(name && { displayName: name }),
    ...(barred !== undefined && { barred }),
  };
}

type PersonKind = "member" | "guest" | "external" | "bot" | "deactivated";

function kindOf(user: SlackUser, home: Home): PersonKind {
  if (user.deleted) return "deactivated";
  if (user.is_bot || user.is_app_user || user.id === "USLACKBOT") return "bot";
  if (user.is_stranger || !isAtHome(user, home)) return "external";
  return user.is_restricted || user.is_ultra_restricted ? "guest" : "member";
}

function isAtHome(user: SlackUser, home: Home): boolean {
  if (home.isOrg) return user.enterprise_user?.enterprise_id === home.enterpriseId;
  if (user.team_id === home.teamId) return true;
  return home.teamId !== undefined && user.enterprise_user?.teams?.includes(home.teamId) === true;
}

function barredKind(kind: PersonKind, policy: Policy): ChatUser["barred"] {
  if (kind === "member") return undefined;
  if (kind === "guest") return policy.guests === "allow" ? undefined : "guest";
  if (kind === "external") return policy.external === "allow" ? undefined : "external";
  return kind;
}

/** Without the scope users:read nobody can be told from a guest or a stranger. */
export function unknownAs(userId: string, home: Home, policy: Policy): ChatUser {
  const isAllowed = policy.guests === "allow" && policy.external === "allow";
  return { ...bare(userId, home), ...(!isAllowed && { barred: "external" as const }) };
}

/** Somebody whom Slack does not show to the bot. */
export function strangerAs(userId: string, home: Home, policy: Policy): ChatUser {
  return { ...bare(userId, home), ...(policy.external !== "allow" && { barred: "external" as const }) };
}

function bare(userId: string, home: Home): ChatUser {
  return { platform: "slack", tenant: home.tenant, id: userId, profileUrl: profilePage(home, userId) };
}

/** The page of a person. */
export function profilePage(home: Home, userId: string): string {
  return `${home.url}team/${userId}`;
}
