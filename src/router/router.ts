import { randomBytes } from "node:crypto";
import type { AuditEntry } from "../audit.ts";
import type { ChatEvent, ChatUser, FormSubmission, OptionsQuery } from "../chat/event.ts";
import type { Choice, FormResult } from "../chat/form.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { createAttempt } from "./attempt.ts";
import type { Asker, Command, CommandInfo, Permission } from "./command.ts";
import { createCommandTable } from "./command-table.ts";
import { createGate } from "./gate.ts";
import type { FormFlow, Press, Shortcut, ShortcutInfo } from "./interaction.ts";
import { createInteractionTable } from "./interaction-table.ts";
import { createMakeCtx } from "./make-ctx.ts";
import { createOfferOptions } from "./offer-options.ts";
import { isFailure, type Outcome, tooMuch } from "./outcome.ts";
import { createPerform } from "./perform.ts";
import { planFor, wordsOf } from "./plan.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createSubmitForm, notTaken } from "./submit-form.ts";

/** What the router needs to know of the world. */
export interface RouterOptions {
  may(asker: Asker, permission: Permission): boolean;
  /** Who a chat user is in the catalog. */
  identify(user: ChatUser): Asker | Promise<Asker>;
  /** Appends to the audit log. Rejects when it cannot be kept: then nothing that must be recorded is done. */
  audit(entry: AuditEntry): Promise<void>;
  readonly log: Log;
  readonly clock: Clock;
  /** Makes the reference that joins what a person sees of a bug to the log. Default: six random hex digits. */
  newReference?(): string;
}

/** Leads what people type, press and send to the feature it is for, and its answer back. */
export interface Router {
  /** @throws BotError `conflict` when a name or alias is taken */
  command<A>(command: Command<A>): void;
  /** @throws BotError `conflict` when the id is taken, as the two below */
  flow(flow: FormFlow): void;
  press(press: Press): void;
  shortcut(shortcut: Shortcut): void;
  /** Every command, in menu order, also those registered later. */
  commands(): readonly CommandInfo[];
  /** Every shortcut, in the order of registration, also those registered later. */
  shortcuts(): readonly ShortcutInfo[];
  /** Never rejects: whatever goes wrong is a Failure that can be shown. */
  dispatch(event: ChatEvent, signal: AbortSignal): Promise<Outcome>;
  /** Never rejects: whatever goes wrong is said at a field, or ends the form with a message. */
  submit(submission: FormSubmission, signal: AbortSignal): Promise<FormResult>;
  /** Never rejects: at most 100, and none when something goes wrong. */
  options(query: OptionsQuery, signal: AbortSignal): Promise<readonly Choice[]>;
}

/** A router without commands, flows, presses and shortcuts. */
export function createRouter(options: RouterOptions): Router {
  const { log, clock, newReference = () => randomBytes(3).toString("hex") } = options;
  const commands = createCommandTable();
  const interactions = createInteractionTable();
  const tables = { commands, interactions };
  const gate = createGate(options);
  const attempt = createAttempt(log, newReference);
  const makeCtx = createMakeCtx(options);
  const perform = createPerform({ gate, attempt, makeCtx, interactions });
  const submitForm = createSubmitForm({ gate, attempt, makeCtx, tables, perform });
  const offerOptions = createOfferOptions({ gate, attempt, makeCtx, interactions, log });
  const questions = createRateLimit({ clock, burst: 20, perSecond: 2 });
  // A search field asks again at every key.
  const keystrokes = createRateLimit({ clock, burst: 60, perSecond: 10 });

  return {
    command: (command) => commands.add(command),
    flow: (flow) => interactions.addFlow(flow),
    press: (press) => interactions.addPress(press),
    shortcut: (shortcut) => interactions.addShortcut(shortcut),
    commands: () => commands.list(),
    shortcuts: () => interactions.shortcuts(),
    async dispatch(event, signal) {
      const { user, address } = event;
      const allowance = questions.take(user);
      if (allowance === "drop") return { status: "silent" };
      if (allowance === "tell") return user.barred === undefined ? tooMuch() : { status: "silent" };
      const kind = event.type === "open" ? "form" : event.type;
      const plan = await attempt({ kind, platform: address.platform }, signal, async () => {
        await gate.bar({ user, address, what: wordsOf(event) });
        return planFor(event, tables);
      });
      return isFailure(plan) ? plan : perform(plan, event, signal);
    },
    async submit(submission, signal) {
      return questions.take(submission.user) === "go"
        ? submitForm(submission, signal)
        : notTaken(tooMuch(), submission);
    },
    async options(query, signal) {
      return keystrokes.take(query.user) === "go" ? offerOptions(query, signal) : [];
    },
  };
}
