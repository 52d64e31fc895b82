import type { Home } from "../web-api/home.ts";
import { installationOf, type SlackBody } from "./body.ts";

/**
 * Whether a body is for our installation. A stranger's press in a shared channel names the stranger's workspace, but the
 * message that was pressed is ours.
 */
export function isOurs(body: SlackBody, home: Home): boolean {
  const { team, enterprise } = installationOf(body);
  if (home.isOrg) return enterprise === home.enterpriseId;
  if (team === home.teamId) return true;
  return body.kind === "action" && home.botId !== "" && body.data.message?.bot_id === home.botId;
}

/** The workspace in which something happened; the organisation stands for it where Slack does not say. */
export function workspaceOf(body: SlackBody, home: Home): string {
  if (home.teamId !== undefined) return home.teamId;
  const { data } = body;
  const candidates = [
    "context_team_id" in data ? data.context_team_id : undefined,
    "team_id" in data ? data.team_id : undefined,
    "team" in data ? data.team?.id : undefined,
    "view" in data ? data.view?.team_id : undefined,
    "user" in data && data.user ? data.user.team_id : undefined,
  ];
  return candidates.find((candidate) => typeof candidate === "string" && candidate !== "") ?? home.tenant;
}
