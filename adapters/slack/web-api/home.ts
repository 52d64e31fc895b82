import { z } from "zod";
import type { SlackCall } from "./call.ts";

/** Who the bot is and where it is at home, as Slack says. */
export interface Home {
  /** The workspace, or the organisation when the app is installed for all of it: what vouches for its people. */
  readonly tenant: string;
  readonly isOrg: boolean;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly appId?: string;
  /** `https://acme.slack.com/` */
  readonly url: string;
  readonly name: string;
  /** What the token was granted; undefined when Slack does not say. */
  readonly scopes?: ReadonlySet<string>;
}

const authTest = z.object({
  url: z.string().startsWith("http"),
  team: z.string().default(""),
  team_id: z.string().min(1),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string().min(1),
  bot_id: z.string().default(""),
  app_id: z.string().nullish(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack; https://docs.slack.dev/reference/methods/auth.test */
export async function findHome(call: SlackCall, options: Parameters<SlackCall>[3]): Promise<Home> {
  const answer = await call("auth.test", {}, authTest, options);
  const enterpriseId = answer.enterprise_id ?? undefined;
  const isOrg = answer.is_enterprise_install === true && enterpriseId !== undefined;
  const scopes = answer.response_metadata?.scopes?.filter((scope) => scope !== "");
  return {
    tenant: isOrg ? enterpriseId : answer.team_id,
    isOrg,
    ...(!isOrg && { teamId: answer.team_id }),
    ...(enterpriseId !== undefined && { enterpriseId }),
    botId: answer.bot_id,
    botUserId: answer.user_id,
    ...(answer.app_id && { appId: answer.app_id }),
    url: answer.url.endsWith("/") ? answer.url : `${answer.url}/`,
    name: answer.team,
    ...(scopes !== undefined && scopes.length > 0 && { scopes: new Set(scopes) }),
  };
}
