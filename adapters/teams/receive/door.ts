import type { Audit } from "../../../src/audit.ts";
import { acknowledging } from "../../../src/chat/intake/acknowledging.ts";
import { createIntake, type Intake, type IntakeParts } from "../../../src/chat/intake/intake.ts";
import { createStrangers } from "../../../src/chat/intake/strangers.ts";
import { BotError } from "../../../src/errors.ts";
import type { Conversations } from "../lookup/conversations.ts";
import { isInvoke, kindOf, parseActivity, type TeamsActivity } from "./activity.ts";
import { deliveryId, installId } from "./delivery-id.ts";
import { isWrittenByBot, readActivity } from "./read-activity.ts";
import { conversationOf } from "./read-spot.ts";
import { type AllowedTenants, allowedTenantOf, tenantOf } from "./tenant.ts";

/** The only way in: whatever Teams sends is judged, made durable and acknowledged here. */
export interface Door extends Pick<Intake<TeamsActivity>, "resume" | "hindrance" | "close"> {
  /**
   * Takes in what Teams sent for certain. `send` acknowledges it, with the body of the HTTP response. Resolves to `refused`
   * for a tenant that may not ask, else when it was dealt with. Rejects with `unavailable`, not acknowledged, when it
   * cannot be taken now.
   * @param receivedAtMs monotonic: when the request came, for Teams waits from then
   */
  enter(activity: TeamsActivity, send: Send, receivedAtMs: number): Promise<"refused" | "dealt-with">;
  /** When something came last from a tenant that may ask. */
  lastAt(): Date | undefined;
}

type Send = (body?: unknown) => Promise<unknown>;

/** Teams waits five seconds for an invoke and sends it twice more. */
const patience = { answerMs: 4_000, recentMs: 30_000 };

/** @param parts.process deals with a ticket */
export function createDoor(
  parts: Omit<IntakeParts<TeamsActivity>, "name" | "prefix" | "patience" | "read"> & {
    readonly options: AllowedTenants;
    readonly audit: Pick<Audit, "record"> | undefined;
    readonly conversations: Pick<Conversations, "leave">;
    /** Whether somebody is there to deal with anything. */
    readonly isReady: () => boolean;
  },
): Door {
  const { options, clock, log, inbox } = parts;
  const intake = createIntake({ ...parts, name: "Teams", prefix: () => "teams/", patience, read: parseActivity });
  const strangers = createStrangers("teams", parts);
  let last: Date | undefined;

  function hindrance(): string | undefined {
    return intake.hindrance() ?? (parts.isReady() ? undefined : "Teams: not started yet");
  }

  /** Writes down whose it is, and forgets what was installed once it is not. */
  async function leave(activity: TeamsActivity, tenant: string): Promise<void> {
    log.info({ tenant, conversation: activity.conversation.id }, "the Teams app was removed from a conversation");
    await parts.conversations.leave(conversationOf(activity, tenant));
    await inbox.forget(installId(activity, tenant));
  }

  async function enter(activity: TeamsActivity, send: Send, receivedAtMs: number): Promise<"refused" | "dealt-with"> {
    const reason = hindrance();
    if (reason !== undefined) throw new BotError("unavailable", reason);
    const tenant = allowedTenantOf(activity, options);
    if (tenant === undefined) {
      await strangers({
        tenant: tenantOf(activity, options) ?? "unknown",
        what: nameOf(activity),
        reason: "another tenant",
      });
      return "refused";
    }
    last = clock.now();
    await takeIn(activity, tenant, send, receivedAtMs);
    return "dealt-with";
  }

  async function takeIn(activity: TeamsActivity, tenant: string, send: Send, receivedAtMs: number): Promise<void> {
    const kind = kindOf(activity);
    const acknowledgement = acknowledging(send, log);
    if (kind === "remove") await leave(activity, tenant);
    if (!isWanted(activity, tenant)) return void (await acknowledgement.acknowledge());
    // What somebody types into a search field is asked again with the next letter.
    const id = kind === "search" ? "" : deliveryId(activity, tenant);
    const entry = { body: activity, raw: activity, id, isRepeat: false, receivedAtMs };
    if (id === "") return intake.deal(entry, acknowledgement.acknowledge);
    return intake.keep(entry, acknowledgement, isInvoke(activity));
  }

  return {
    enter: (activity, send, receivedAtMs) => intake.track(enter(activity, send, receivedAtMs)),
    resume: intake.resume,
    hindrance,
    close: intake.close,
    lastAt: () => last,
  };
}

/** Nothing is kept of what nobody asked the bot: with a permission of the team's owner it gets everything that is written. */
function isWanted(activity: TeamsActivity, tenant: string): boolean {
  const kind = kindOf(activity);
  if (kind === "search" || kind === "submit") return !isWrittenByBot(activity);
  return readActivity(activity, { tenant, deliveryId: "", isRepeat: false }).type !== "nothing";
}

function nameOf({ type, name }: TeamsActivity): string {
  return type === "invoke" ? (name ?? type) : type;
}
