import { z } from "zod";

const maxText = 100_000;
const id = z.string().min(1).max(1000);
const shortText = z.string().max(1000);
/** Says nothing where Teams says nothing, or something that it never would. */
const maybe = <T extends z.ZodType>(shape: T) => shape.nullish().catch(undefined);

const account = z.object({
  id,
  name: maybe(shortText),
  aadObjectId: maybe(id),
  role: maybe(shortText),
  tenantId: maybe(id),
  /** The agent alone sees it: https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/targeted-messages */
  isTargeted: maybe(z.boolean()),
});

const conversation = z.object({
  /** A post in a channel ends with `;messageid=…`. */
  id,
  conversationType: maybe(shortText),
  tenantId: id.nullish(),
  isGroup: maybe(z.boolean()),
});

const named = maybe(z.object({ id: maybe(id), name: maybe(shortText), aadGroupId: maybe(id) }));

const channelData = z.object({
  // What decides who may ask is never overlooked: a tenant of another shape refuses the whole.
  tenant: z.object({ id }).nullish(),
  team: named,
  channel: named,
  eventType: maybe(shortText),
});

const entity = z
  .object({
    type: z.string(),
    text: maybe(z.string().max(maxText)),
    mentioned: maybe(z.object({ id: maybe(id), name: maybe(shortText) })),
    timezone: maybe(shortText),
  })
  .catch({ type: "unknown" });

const accounts = maybe(z.array(z.object({ id: maybe(id) })).max(10_000));

/** An activity as far as we look at it: what it holds beside that is not kept. */
const activity = z.object({
  type: z.string().min(1).max(100),
  id: id.nullish(),
  name: z.string().max(200).nullish(),
  action: maybe(shortText),
  channelId: id,
  serviceUrl: z.string().max(3000),
  timestamp: maybe(shortText),
  localTimezone: maybe(shortText),
  from: account,
  recipient: account,
  conversation,
  channelData: channelData.nullish(),
  replyToId: maybe(id),
  text: z.string().max(maxText).nullish(),
  value: z.unknown().optional(),
  entities: maybe(z.array(entity).max(1000)),
  membersAdded: accounts,
  membersRemoved: accounts,
});

/** What Teams sends. */
export type TeamsActivity = z.infer<typeof activity>;

/** What an activity is, as far as we act on it. */
export type ActivityKind =
  | "message"
  /** A button that opens a dialog. */
  | "fetch"
  /** A button in a dialog. */
  | "submit"
  /** A button whose answer replaces its card. */
  | "execute"
  /** Somebody types into a search field. */
  | "search"
  /** An entry of a menu. */
  | "menu"
  | "install"
  | "remove"
  | "other";

const invokes: Readonly<Record<string, ActivityKind>> = {
  "task/fetch": "fetch",
  "task/submit": "submit",
  "adaptiveCard/action": "execute",
  "application/search": "search",
  "composeExtension/fetchTask": "menu",
  // What is pressed in a dialog that an entry of a menu opened.
  "composeExtension/submitAction": "submit",
};

/** Reads a parsed body; undefined when it is no activity. What it made of it is read again to the same. */
export function parseActivity(raw: unknown): TeamsActivity | undefined {
  try {
    const parsed = activity.safeParse(raw);
    return parsed.success ? parsed.data : undefined;
  } catch {
    // It compares the `length` of whatever stands where a text should, also one that cannot be compared.
    return undefined;
  }
}

/** What Teams waits for with the answer in the HTTP response. */
export function isInvoke(activity: TeamsActivity): boolean {
  return activity.type === "invoke";
}

/** What it is. Teams tells of an installation twice: as itself, and as a member who was added. */
export function kindOf(activity: TeamsActivity): ActivityKind {
  switch (activity.type) {
    case "message":
      return "message";
    case "invoke":
      return invokeKind(activity.name ?? "");
    case "installationUpdate":
      return installationKind(activity.action);
    case "conversationUpdate":
      if (isBotAmong(activity.membersAdded, activity)) return "install";
      return isBotAmong(activity.membersRemoved, activity) ? "remove" : "other";
    default:
      return "other";
  }
}

function invokeKind(name: string): ActivityKind {
  return Object.hasOwn(invokes, name) ? (invokes[name] ?? "other") : "other";
}

/** An app that is brought up to date is no news: `add-upgrade`. */
function installationKind(action: TeamsActivity["action"]): ActivityKind {
  if (action === "add") return "install";
  return action === "remove" ? "remove" : "other";
}

function isBotAmong(members: TeamsActivity["membersAdded"], { recipient }: TeamsActivity): boolean {
  return members?.some((member) => member.id === recipient.id) === true;
}
