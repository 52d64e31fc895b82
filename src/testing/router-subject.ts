import type { AuditEntry } from "../audit.ts";
import type { ChatEvent, ChatUser, CommandEvent, FormSubmission, OptionsQuery } from "../chat/event.ts";
import type { Choice, Form, FormResult } from "../chat/form.ts";
import { BotError } from "../errors.ts";
import type { Argv, Command, Permission, Reply } from "../router/command.ts";
import type { FormFlow } from "../router/interaction.ts";
import type { Outcome } from "../router/outcome.ts";
import { createRouter, type Router } from "../router/router.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { recordedLog } from "./recorded-log.ts";

/** A router without commands, on a fake clock, with an audit log and a log that can be read. */
export interface RouterSubject {
  readonly router: Router;
  readonly clock: FakeClock;
  readonly audited: readonly AuditEntry[];
  /** What was logged, parsed. */
  logged(): readonly Record<string, unknown>[];
  /** From now on the audit log cannot be written. */
  breakAudit(): void;
  /** From now on askers may do only this. */
  allow(...permissions: readonly Permission[]): void;
  command(command: Partial<Command<Argv>> & { readonly name: string }): void;
  flow(flow: Partial<FormFlow> & { readonly id: string }): void;
  /** Mia types in a channel, unless told otherwise. */
  say(text: string, event?: Partial<CommandEvent>): Promise<Outcome>;
  hear(event: ChatEvent): Promise<Outcome>;
  submit(submission?: Partial<FormSubmission>): Promise<FormResult>;
  options(query?: Partial<OptionsQuery>): Promise<readonly Choice[]>;
}

/** Who speaks and where, unless told otherwise. */
export const heard = {
  user: { platform: "test", tenant: "T1", id: "U1", displayName: "Mia Chen" } as ChatUser,
  address: { platform: "test", tenant: "T1", channel: "C1" },
  place: "channel",
} as const;

/** A form of two fields. */
export const testForm: Form = {
  title: "Ask",
  submit: "Send",
  fields: [
    { type: "text", name: "question", label: "Question", maxLength: 200 },
    { type: "search", name: "thing", label: "Thing" },
  ],
};

/** An answer in one line. */
export function answer(text = "Here it is"): Reply {
  return { status: "answer", data: { text }, message: { text } };
}

/** Throws what people see. */
export function refuse(code: ConstructorParameters<typeof BotError>[0], message = "Not like this."): () => never {
  return () => {
    throw new BotError(code, message);
  };
}

/** A router subject where everything is allowed. */
export function routerSubject(): RouterSubject {
  const clock = createFakeClock();
  const { log, lines } = recordedLog();
  const audited: AuditEntry[] = [];
  let isAuditBroken = false;
  let allowed: readonly Permission[] = ["ask", "operate"];
  const router = createRouter({
    may: (_, permission) => allowed.includes(permission),
    identify: (user) => ({ ...user, ref: "user:default/mia" }),
    async audit(entry) {
      if (isAuditBroken) throw new BotError("unavailable", "The disk is full.");
      audited.push(entry);
    },
    log,
    clock,
    newReference: () => "7f3a9c",
  });
  const { signal } = new AbortController();
  const form = { flow: "ask", state: "s1", ...heard };
  return {
    router,
    clock,
    audited,
    logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    breakAudit() {
      isAuditBroken = true;
    },
    allow(...permissions) {
      allowed = permissions;
    },
    command: (command) =>
      router.command<Argv>({
        menu: 1,
        summary: "answers",
        usage: `${command.name} <anything>`,
        examples: [`${command.name} payments-api`],
        parse: (argv) => argv,
        run: async () => answer(),
        ...command,
      }),
    flow: (flow) =>
      router.flow({ build: async () => testForm, submit: async () => ({ type: "done" }) as const, ...flow }),
    say: (text, event) => router.dispatch({ type: "command", text, ...heard, ...event }, signal),
    hear: (event) => router.dispatch(event, signal),
    submit: (submission) => router.submit({ ...form, values: { question: "Why?" }, ...submission }, signal),
    options: (query) => router.options({ ...form, field: "thing", query: "pay", ...query }, signal),
  };
}
