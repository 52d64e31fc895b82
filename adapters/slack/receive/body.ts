import { z } from "zod";

const id = z.string().min(1).max(200);
const optionalId = id.nullish();
const longText = z.string().max(100_000);
const installed = { team_id: optionalId, enterprise_id: optionalId, api_app_id: optionalId };

const team = z.object({ id, enterprise_id: optionalId }).nullish();
const enterprise = z.object({ id }).nullish();
const user = z.object({ id, team_id: optionalId });
const channel = z.object({ id, name: z.string().optional() }).nullish();
const interaction = {
  api_app_id: optionalId,
  team,
  enterprise,
  user,
  trigger_id: z.string().max(1000).nullish(),
  response_url: z.string().max(3000).nullish(),
};

/** Fields beyond these are of no use to us, but forms are read from the whole view. */
const view = z.looseObject({
  id,
  hash: z.string().max(1000).default(""),
  callback_id: z.string().default(""),
  private_metadata: z.string().default(""),
  team_id: optionalId,
  app_installed_team_id: optionalId,
});

/** A message as far as we look at it. */
const message = z.looseObject({
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
});

const command = z.object({
  ...installed,
  command: z.string().startsWith("/").max(200),
  text: longText.default(""),
  user_id: id,
  channel_id: id,
  channel_name: z.string().optional(),
  trigger_id: z.string().max(1000).optional(),
  response_url: z.string().max(3000).optional(),
});

const event = z.object({
  ...installed,
  event_id: optionalId,
  context_team_id: optionalId,
  authorizations: z.array(z.object({ team_id: optionalId, enterprise_id: optionalId })).nullish(),
  event: z.object({
    type: z.string().min(1).max(200),
    subtype: z.string().nullish(),
    user: z.unknown().optional(),
    bot_id: z.string().nullish(),
    channel: z.unknown().optional(),
    channel_type: z.string().nullish(),
    ts: z.string().nullish(),
    thread_ts: z.string().nullish(),
    text: longText.nullish(),
    edited: z.unknown().optional(),
    hidden: z.boolean().nullish(),
    tokens: z
      .object({ bot: z.array(z.unknown()).nullish() })
      .nullish()
      .catch(undefined),
  }),
});

const action = z.object({
  type: z.string(),
  action_id: z.string().max(1000).default(""),
  action_ts: z.string().nullish(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string().default("") }).nullish(),
});

const blockActions = z.object({
  ...interaction,
  actions: z.array(action).min(1),
  channel,
  container: z
    .object({
      type: z.string().optional(),
      message_ts: z.string().nullish(),
      thread_ts: z.string().nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  message: message.nullish(),
  view: view.nullish(),
});

const suggestion = z.object({
  ...interaction,
  action_id: z.string().max(1000),
  block_id: z.string(),
  value: longText.default(""),
  view: view.nullish(),
});
const submission = z.object({ ...interaction, view });
const shortcut = z.object({ ...interaction, callback_id: z.string().max(1000), action_ts: z.string().nullish() });
const messageAction = shortcut.extend({ channel, message, message_ts: z.string().nullish() });

/** What Slack sends, by what it is. `other` is sound but nothing that we act on. */
export type SlackBody =
  | { readonly kind: "command"; readonly data: z.infer<typeof command> }
  | { readonly kind: "event"; readonly data: z.infer<typeof event> }
  | { readonly kind: "action"; readonly data: z.infer<typeof blockActions> }
  | { readonly kind: "suggestion"; readonly data: z.infer<typeof suggestion> }
  | { readonly kind: "submission"; readonly data: z.infer<typeof submission> }
  | { readonly kind: "shortcut"; readonly data: z.infer<typeof shortcut> }
  | { readonly kind: "message-shortcut"; readonly data: z.infer<typeof messageAction> }
  | { readonly kind: "url-verification"; readonly data: { readonly challenge: string } }
  | { readonly kind: "other"; readonly data: z.infer<typeof anyBody> };

const anyBody = z.object({
  ...installed,
  team,
  enterprise,
  user: user.nullish(),
  authorizations: event.shape.authorizations,
  type: z.string().max(200),
});
const challenge = z.object({ challenge: z.string().max(10_000) });

/** The shape of each type of body; slash commands have no type. */
const shapes = {
  event_callback: ["event", event],
  block_actions: ["action", blockActions],
  block_suggestion: ["suggestion", suggestion],
  view_submission: ["submission", submission],
  shortcut: ["shortcut", shortcut],
  message_action: ["message-shortcut", messageAction],
  url_verification: ["url-verification", challenge],
} as const;

/** Reads a parsed body; undefined when it is no body of Slack. */
export function readBody(raw: unknown): SlackBody | undefined {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return undefined;
  const { type } = raw as { type?: unknown };
  const [kind, shape] = shapeOf(type, raw);
  try {
    const parsed = shape.safeParse(raw);
    return parsed.success ? ({ kind, data: parsed.data } as SlackBody) : undefined;
  } catch {
    // It compares the `length` of whatever stands where a text should, also one that cannot be compared.
    return undefined;
  }
}

function shapeOf(type: unknown, raw: object): readonly [SlackBody["kind"], z.ZodType] {
  if (type === undefined && "command" in raw) return ["command", command];
  return typeof type === "string" && Object.hasOwn(shapes, type)
    ? shapes[type as keyof typeof shapes]
    : ["other", anyBody];
}

/** The installation that a body is for: the ids of workspaces and organisations that it names. */
export function installationOf(body: SlackBody): { readonly team?: string; readonly enterprise?: string } {
  const { data } = body;
  if (!("api_app_id" in data || "team" in data || "team_id" in data)) return {};
  const granted = "authorizations" in data ? data.authorizations?.[0] : undefined;
  const view = "view" in data ? data.view : undefined;
  const sent = "team" in data ? data.team : undefined;
  const ownTeam = "team_id" in data ? data.team_id : undefined;
  const ownOrganisation = "enterprise_id" in data ? data.enterprise_id : undefined;
  const named = "enterprise" in data ? data.enterprise?.id : undefined;
  const team = granted?.team_id ?? view?.app_installed_team_id ?? ownTeam ?? sent?.id ?? undefined;
  const organisation = granted?.enterprise_id ?? ownOrganisation ?? named ?? sent?.enterprise_id ?? undefined;
  return { ...(team && { team }), ...(organisation && { enterprise: organisation }) };
}
