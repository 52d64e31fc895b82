import type { ChatAdapter, ChatSink, Place, Responder } from "../chat/adapter.ts";
import type { Address, ChatEvent, ChatUser, CommandEvent, FormSubmission, MessageRef } from "../chat/event.ts";
import type { Choice, FormResult, OpenForm } from "../chat/form.ts";
import type { Message } from "../chat/message.ts";
import { BotError } from "../errors.ts";

/** A message as it is shown now. */
export interface Shown {
  readonly ref: MessageRef;
  readonly message: Message;
  /** How often it was replaced. */
  readonly updates: number;
}

/** A small chat platform in memory: one tenant, the channels it was given, and everything that is shown there. */
export interface FakeChatAdapter extends ChatAdapter {
  /** What is shown, oldest first. */
  readonly shown: readonly Shown[];
  /** The forms that were opened, oldest first. */
  readonly opened: readonly OpenForm[];
  /** Somebody types: settles when the event was handed over, or at once when nobody listens. */
  say(text: string, event?: Partial<CommandEvent>): Promise<void>;
  /** Anything else happens. */
  happen(event: ChatEvent): Promise<void>;
  /** Somebody sends the form that was opened last. Rejects when none was. */
  submit(values: Readonly<Record<string, string>>, by?: Partial<FormSubmission>): Promise<FormResult>;
  /** Somebody types into a search field of the form that was opened last. */
  search(field: string, query: string): Promise<readonly Choice[]>;
  /** Makes a person known by an e-mail address; their messages go to channel `D-<email>`. */
  know(email: string, name: string): void;
}

/** The first channel of a fake platform, a person's direct conversation with the bot. */
export const fakeAddress: Address = { platform: "fake", tenant: "T1", channel: "D1" };

/** Who types on the fake platform, unless somebody else is named. */
export const fakeUser: ChatUser = { platform: "fake", tenant: "T1", id: "U1", displayName: "Mia Chen" };

/** A fake platform with the channels `D1` (direct) and `C1`, unless others are named. */
export function createFakeChatAdapter(channels: readonly string[] = ["D1", "C1"]): FakeChatAdapter {
  const { platform, tenant } = fakeAddress;
  let shown: readonly Shown[] = [];
  let opened: readonly OpenForm[] = [];
  let sink: ChatSink | undefined;
  const people = new Map<string, Place>();

  function place(channel: string, label: string): Place {
    return { address: { platform, tenant, channel }, label, url: `https://fake.test/${channel}` };
  }

  async function show(to: Address, message: Message): Promise<MessageRef> {
    const isKnown =
      channels.includes(to.channel) || [...people.values()].some((at) => at.address.channel === to.channel);
    if (to.platform !== platform || to.tenant !== tenant || !isKnown) {
      throw new BotError("not_found", `There is no channel ${to.channel}. Use one of ${channels.join(", ")}.`);
    }
    const id = String(shown.length + 1);
    const ref = { ...to, id, url: `https://fake.test/${to.channel}/${id}` };
    shown = [...shown, { ref, message, updates: 0 }];
    return ref;
  }

  async function replace(ref: MessageRef, message: Message): Promise<void> {
    const isIt = (entry: Shown): boolean => entry.ref.id === ref.id && entry.ref.channel === ref.channel;
    if (!shown.some(isIt)) throw new BotError("not_found", `There is no message ${ref.id}. Send a new one.`);
    shown = shown.map((entry) => (isIt(entry) ? { ref: entry.ref, message, updates: entry.updates + 1 } : entry));
  }

  function responder(address: Address): Responder {
    let answered: MessageRef | undefined;
    return {
      async answer(message) {
        if (answered === undefined) answered = await show(address, message);
        else await replace(answered, message);
      },
      async open(form) {
        opened = [...opened, form];
      },
    };
  }

  const base = { user: fakeUser, address: fakeAddress, place: "direct", canOpenForm: true } as const;

  function lastOpened(): OpenForm {
    const form = opened.at(-1);
    if (form === undefined) throw new Error("no form was opened");
    return form;
  }

  return {
    platform,
    supports: { privateReply: true, update: true, find: true, forms: true },
    routes: [],
    async start(receive) {
      sink = receive;
    },
    async stop() {
      sink = undefined;
    },
    send: show,
    update: replace,
    async find(what) {
      if ("person" in what) return people.get(what.person.email ?? "");
      const channel = what.channel.replace(/^#/, "");
      return channels.includes(channel) ? place(channel, `#${channel}`) : undefined;
    },
    readiness: () => undefined,
    check: async () => [],
    get shown() {
      return shown;
    },
    get opened() {
      return opened;
    },
    async say(text, event = {}) {
      const said: CommandEvent = {
        type: "command",
        text,
        user: fakeUser,
        address: fakeAddress,
        place: "direct",
        ...event,
      };
      await sink?.hear(said, responder(said.address));
    },
    async happen(event) {
      await sink?.hear(event, responder(event.address));
    },
    async submit(values, by = {}) {
      const { flow, state } = lastOpened();
      if (sink === undefined) throw new Error("nobody listens");
      const result = await sink.submit({ ...base, flow, state, values, ...by });
      if (result.type === "next") opened = [...opened, { flow, state: result.state, form: result.form }];
      return result;
    },
    async search(field, query) {
      const { flow, state } = lastOpened();
      return (await sink?.options({ ...base, flow, state, field, query })) ?? [];
    },
    know(email, name) {
      people.set(email, place(`D-${email}`, name));
    },
  };
}
