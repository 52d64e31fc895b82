import { fileURLToPath } from "node:url";
import type { ChatAdapter, ChatSink, Responder } from "../chat/adapter.ts";
import type { Address, ChatEvent, ChatUser, MessageRef } from "../chat/event.ts";
import type { OpenForm } from "../chat/form.ts";
import type { Message } from "../chat/message.ts";
import { builtInPlugins } from "../plugins/index.ts";
import { createFolderSource } from "../sync/folder-source.ts";
import type { FakeClock } from "./fake-clock.ts";
import { oddCommands } from "./odd-commands.ts";
import { oddThings } from "./odd-things.ts";
import { createTestBot } from "./test-bot.ts";
import { typedKinds } from "./typed-kinds.ts";

/** Every kind of message and form, as the bot says it to people in Teams, before it is drawn. */
export interface TeamsMessages {
  readonly messages: ReadonlyMap<string, Message>;
  readonly forms: ReadonlyMap<string, OpenForm>;
}

/** What is typed, and by whom unless it is Mia; one for each kind of answer. */
const typed: readonly (readonly [name: string, text: string, who?: "lena" | "ada" | "ruth"])[] = [
  ...typedKinds,
  ["greeting", "hello!"],
  ["usage", "deps"],
  ["not allowed", "sync"],
  ["doctor", "doctor", "ruth"],
  ["bug", "crash"],
  ["audit", "audit", "ruth"],
];

const signInNames = { mia: "mia.chen", lena: "lena.fischer", ada: "ada", ruth: "ruth.keller" } as const;

const address: Address = { platform: "teams", tenant: "acme", channel: "C1" };

function asker(who: string): ChatUser {
  const name = who.replace(/(^|\.)([a-z])/g, (_, dot: string, letter: string) => (dot && " ") + letter.toUpperCase());
  return { platform: "teams", tenant: "acme", id: who, email: `${who}@acme.example`, displayName: name };
}

/** What was shown and opened, oldest first, on a platform that says it is Teams and where everything is found. */
interface Stage {
  readonly adapter: ChatAdapter;
  readonly shown: Message[];
  readonly opened: OpenForm[];
  sink(): ChatSink;
  happen(event: ChatEvent): Promise<void>;
}

const asked = (who: string) => ({ user: asker(who), address, place: "channel", hasOwnShare: true }) as const;

function createStage(): Stage {
  const shown: Message[] = [];
  const opened: OpenForm[] = [];
  let sink: ChatSink | undefined;
  const show = async (message: Message): Promise<MessageRef> => ({ ...address, id: String(shown.push(message)) });
  const adapter: ChatAdapter = {
    platform: "teams",
    supports: { privateReply: true, update: true, find: true, forms: true },
    routes: [],
    start: async (receive) => {
      sink = receive;
    },
    stop: async () => {},
    send: (_, message) => show(message),
    update: async (_, message) => void (await show(message)),
    find: async (what) => ({ address, label: "channel" in what ? "Payments › help" : "Mia Chen" }),
    readiness: () => undefined,
    check: async () => [],
  };
  const responder: Responder = {
    answer: async (message) => void shown.push(message),
    open: async (form) => void opened.push(form),
  };
  const listening = (): ChatSink => {
    if (sink === undefined) throw new Error("nobody listens");
    return sink;
  };
  return { adapter, shown, opened, sink: listening, happen: (event) => listening().hear(event, responder) };
}

/** Asks for every kind of message and form, of a bot with a catalog that has everything that can be said of one. */
export async function teamsMessages(): Promise<TeamsMessages> {
  const stage = createStage();
  const bot = createTestBot([sampleCatalog(), oddThings()], {
    admins: ["user:default/ruth.keller"],
    plugins: [...builtInPlugins, oddCommands(async () => {})],
    adapters: [stage.adapter],
  });
  try {
    await bot.sync();
    await bot.app.start();
    return await collected(stage, bot.clock);
  } finally {
    await bot.app.stop();
  }
}

async function collected(stage: Stage, clock: FakeClock): Promise<TeamsMessages> {
  const { shown, opened } = stage;
  const messages = new Map<string, Message>();
  const forms = new Map<string, OpenForm>();
  for (const [name, text, who = "mia"] of typed) {
    const before = shown.length;
    await stage.happen({ type: "command", text, ...asked(signInNames[who]) });
    messages.set(name, lastOf(shown.slice(before), name));
    // Nobody asks too much, and nothing is old.
    await clock.advance(2_000);
  }
  const open = async (name: string, flow: string, state: string) => {
    const before = opened.length;
    await stage.happen({ type: "open", flow, state, ...asked("lena.fischer"), canOpenForm: true });
    forms.set(name, lastOf(opened.slice(before), name));
  };
  await open("search form", "pick", "whoowns");
  await open("note form", "draft", "component:default/tax-api");
  await open("question form", "ask", "component:default/payments-api");
  await questions(stage, messages);
  return { messages, forms };
}

/** A question, from the form that is open to the end. */
async function questions(stage: Stage, messages: Map<string, Message>): Promise<void> {
  const { shown, opened } = stage;
  const before = shown.length;
  const values = { question: "Can amounts be sent\nin minor units?" };
  const { flow, state } = lastOf(opened, "question form");
  const result = await stage.sink().submit({ flow, state, values, ...asked("lena.fischer") });
  if (result.type === "done" && result.message) messages.set("question sent", result.message);
  const question = lastOf(shown.slice(before), "question");
  messages.set("question", question);
  const [take] = question.card?.blocks.flatMap((block) => (block.type === "actions" ? block.main : [])) ?? [];
  if (take?.type !== "press") throw new Error("the question cannot be taken");
  const taken = shown.length;
  await stage.happen({ ...take, ...asked("jonas.weber"), message: { ...address, id: String(taken) } });
  shown.slice(taken).forEach((message, index) => {
    messages.set(`question taken, ${index + 1}`, message);
  });
}

function lastOf<T>(all: readonly T[], name: string): T {
  const last = all.at(-1);
  if (last === undefined) throw new Error(`${name}: nothing is shown`);
  return last;
}

function sampleCatalog() {
  const path = fileURLToPath(new URL("../../data/catalog", import.meta.url));
  return { source: createFolderSource({ name: "acme", path }), isTrusted: true, paths: ["**/catalog-info.yaml"] };
}
