import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ShownCommand, ShownShortcut } from "./slack/desk/protocol.ts";

const text = z.string();
const texts = z.array(text).default([]);
const command = z.object({
  ...{ command: text, description: text, usage_hint: text.default("") },
  should_escape: z.boolean().default(false),
});
const shortcut = z.object({ name: text, type: z.enum(["message", "global"]), callback_id: text, description: text });

/** What of an app's manifest a workspace goes by. https://docs.slack.dev/reference/app-manifest */
const manifestSchema = z.object({
  features: z.object({ slash_commands: z.array(command).default([]), shortcuts: z.array(shortcut).default([]) }),
  oauth_config: z.object({ scopes: z.object({ bot: texts }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: texts }).optional() }),
});

/** How an app is registered. */
export interface Manifest {
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly shouldEscape: boolean;
}

/** Reads a Slack app's manifest. Throws an Error with a sentence for whoever started the playground. */
export function readManifest(path: string): Manifest {
  const parsed = manifestSchema.safeParse(jsonAt(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${path} is no manifest of a Slack app: ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const { features, oauth_config, settings } = parsed.data;
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => {
      return { command, description, usageHint };
    }),
    shortcuts: features.shortcuts.map(({ callback_id: callbackId, name, description, type }) => {
      return { callbackId, name, description, type };
    }),
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
    shouldEscape: features.slash_commands.every(({ should_escape: isEscaped }) => isEscaped),
  };
}

function jsonAt(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
