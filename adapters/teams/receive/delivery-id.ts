import { createHash } from "node:crypto";
import { kindOf, type TeamsActivity } from "./activity.ts";

/**
 * Names what Teams delivered, for ever: by the ids that a repeat has again, of its tenant and conversation alone. What has
 * no id of its own is named by all that it says.
 */
export function deliveryId(activity: TeamsActivity, tenant: string): string {
  const { conversation, id, name } = activity;
  if (kindOf(activity) === "install") return installId(activity, tenant);
  const own = id ? safe(id) : digest(JSON.stringify(activity));
  const invoke = activity.type === "invoke" ? `/${safe(name ?? "")}` : "";
  return `${prefixOf(tenant)}${safe(conversation.id)}/${own}${invoke}`;
}

/** An installation is told of twice, and counts once until the app is removed: in a team once for all its channels. */
export function installId({ conversation, channelData }: TeamsActivity, tenant: string): string {
  const place = channelData?.team?.id ?? conversation.id;
  return `${prefixOf(tenant)}${safe(place)}/install`;
}

function prefixOf(tenant: string): string {
  return `teams/${safe(tenant)}/`;
}

/** Ids of Teams are plain; whatever else comes is hashed, and looks like no id. */
function safe(id: string): string {
  return /^[\w.:@;=-]{1,300}$/.test(id) ? id : digest(id);
}

function digest(text: string): string {
  return `#${createHash("sha256").update(text).digest("base64url")}`;
}
