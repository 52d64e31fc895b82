import { readFileSync } from "node:fs";
import { z } from "zod";

const text = z.string();
const texts = z.array(text).default([]);
const command = z
  .object({ command: text, description: text, usage_hint: text.default(""), should_escape: z.boolean().default(false) })
  .transform(({ usage_hint: usageHint, should_escape: shouldEscape, ...rest }) => ({
    ...rest,
    usageHint,
    shouldEscape,
  }));
const shortcut = z
  .object({ name: text, type: z.enum(["message", "global"]), callback_id: text, description: text })
  .transform(({ callback_id: callbackId, ...rest }) => ({ ...rest, callbackId }));

/** What of an app's manifest a workspace goes by. https://docs.slack.dev/reference/app-manifest */
const manifestSchema = z
  .object({
    display_information: z.object({ name: text }),
    features: z.object({ slash_commands: z.array(command).default([]), shortcuts: z.array(shortcut).default([]) }),
    oauth_config: z.object({ scopes: z.object({ bot: texts }) }),
    settings: z.object({ event_subscriptions: z.object({ bot_events: texts }).optional() }),
  })
  .transform(({ display_information, features, oauth_config, settings }) => ({
    appName: display_information.name,
    commands: features.slash_commands,
    shortcuts: features.shortcuts,
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
    shouldEscape: features.slash_commands.every(({ shouldEscape }) => shouldEscape),
  }));

/** How an app is registered. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a Slack app's manifest. Throws an Error with a sentence for whoever started the playground. */
export function readManifest(path: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { data, error } = manifestSchema.safeParse(json);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new Error(`${path} is no manifest of a Slack app: ${issue?.path.join(".")}: ${issue?.message}.`);
}
