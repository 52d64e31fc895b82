import { createHash } from "node:crypto";
import type { SlackBody } from "./body.ts";

/**
 * Names what Slack delivered, for ever: by Slack's own ids, because a retry carries them again, and never by its retry
 * counter, because a second delivery of the same envelope may carry 0 (https://github.com/slackapi/bolt-js/issues/2487).
 */
export function deliveryId(body: SlackBody, raw: unknown, tenant: string): string {
  const own = ownId(body);
  const name = own ?? `hash/${digest(JSON.stringify(raw))}`;
  return `slack/${tenant}/${name}`;
}

function ownId({ kind, data }: SlackBody): string | undefined {
  switch (kind) {
    case "event":
      return data.event_id ? `event/${safe(data.event_id)}` : undefined;
    case "command":
      return data.trigger_id ? `command/${safe(data.trigger_id)}` : undefined;
    case "action": {
      const first = data.actions[0];
      return data.trigger_id
        ? `action/${safe(`${data.trigger_id}/${first?.action_id}/${first?.action_ts ?? ""}`)}`
        : undefined;
    }
    case "shortcut":
    case "message-shortcut":
      return data.trigger_id ? `shortcut/${safe(data.trigger_id)}` : undefined;
    case "submission":
      return `form/${safe(`${data.view.id}/${data.view.hash}`)}`;
    case "suggestion":
    case "url-verification":
    case "other":
      return undefined;
  }
}

/** Ids of Slack are short and plain; whatever else comes is hashed. */
function safe(id: string): string {
  return /^[\w.:/-]{1,200}$/.test(id) ? id : digest(id);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
