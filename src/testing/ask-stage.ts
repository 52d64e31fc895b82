import { onTestFinished } from "vitest";
import type { AuditRecord } from "../audit.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import type { ChatUser, FormSubmission } from "../chat/event.ts";
import type { Action, Message } from "../chat/message.ts";
import { plain } from "../chat/text.ts";
import type { Job } from "../jobs.ts";
import type { Plugin } from "../plugin.ts";
import { builtInPlugins } from "../plugins/index.ts";
import type { Parser } from "../sync/parse/parser.ts";
import { component, descriptor, documents, group, user } from "./descriptor.ts";
import { createFakeChatAdapter, type FakeChatAdapter, fakeAddress, fakeUser } from "./fake-chat-adapter.ts";
import { createMemorySource } from "./memory-source.ts";
import { createTestBot, type TestBot } from "./test-bot.ts";

const person = (name: string, displayName: string) =>
  user(name, { spec: { profile: { displayName, email: `${name}@acme.example` }, memberOf: ["payments"] } });

const catalog = documents(
  group("payments", {
    title: "Team Payments",
    annotations: { "slack.com/bot-notify": "pay-help" },
    spec: { members: ["mia", "jonas"] },
  }),
  group("mobile", { title: "Team Mobile", spec: { members: ["mia", "jonas", "ana"] } }),
  group("ghosts", { annotations: { "slack.com/bot-notify": "long-gone" } }),
  person("mia", "Mia Chen"),
  person("jonas", "Jonas Weber"),
  user("ana", { spec: { profile: { displayName: "Ana Silva" } } }),
  component("payments-api", { spec: { owner: "payments" } }),
  component("tax-api", { annotations: { "slack.com/bot-notify": "#tax" }, spec: { owner: "payments" } }),
  component("ios-app", { spec: { owner: "mobile" } }),
  component("haunted", { spec: { owner: "ghosts" } }),
  component("notes", { spec: { owner: "user:mia" } }),
  component("lost", { spec: { owner: "payment" } }),
  component("a-service-with-a-name-that-takes-a-whole-line-of-its-own", { spec: { owner: "payments" } }),
  descriptor("System", "money", { spec: { owner: "payments" } }),
);

/** Who asks. */
export const lena: ChatUser = {
  ...fakeUser,
  id: "U-lena",
  displayName: "Lena Fischer",
  profileUrl: "https://fake.test/lena",
};
/** A member of Team Payments. */
export const mia: ChatUser = { ...fakeUser, id: "U-mia", displayName: "Mia Chen", email: "mia@acme.example" };
/** Another, whose e-mail address the platform does not tell. */
export const jonas: ChatUser = { ...fakeUser, id: "U-jonas", displayName: "Jonas Weber" };
/** Jonas where the platform tells it, so that the catalog knows him. */
export const knownJonas: ChatUser = { ...jonas, email: "jonas@acme.example" };
/** Lena in a channel that is nobody else's business. */
export const inChannel = { user: lena, address: { ...fakeAddress, channel: "C1" }, place: "channel" } as const;
/** Lena in a public channel. */
export const inPublic = { ...inChannel, placeName: "#checkout-dev", placeUrl: "https://fake.test/C1/7" } as const;
/** What Lena asks. */
export const question = "Can amounts be sent in minor units?";

/** A bot on a fake platform, whose catalog has things of teams with and without channels. */
export interface AskStage {
  readonly bot: TestBot;
  readonly chat: FakeChatAdapter;
  /** Presses [Ask …] for a thing. */
  ask(state: string, by?: Partial<typeof inChannel>): Promise<void>;
  /** A minute goes by: what the ask plugin does then. */
  minute(): Promise<void>;
  /** Presses [I'll take it] in the message that is shown at this place. */
  take(by: ChatUser, shownAt?: number): Promise<void>;
}

/** @param differs what the platform does otherwise than the fake one */
export async function askStage(
  parser: Parser,
  differs: (chat: FakeChatAdapter) => Partial<ChatAdapter> = () => ({}),
): Promise<AskStage> {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { files: { "all.yaml": catalog } });
  const chat = createFakeChatAdapter(["C1", "pay-help", "tax", "U-lena", "U-mia"]);
  chat.know("mia@acme.example", "Mia Chen");
  chat.know("jonas@acme.example", "Jonas Weber");
  const jobs: Job[] = [];
  const bot = createTestBot([source], {
    parser,
    plugins: builtInPlugins.map((plugin) => (plugin.name === "ask" ? withJobs(plugin, jobs) : plugin)),
    adapters: [{ ...chat, ...differs(chat) }],
    admins: ["group:default/payments"],
  });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  await bot.app.start();
  return {
    bot,
    chat,
    ask: (state, by = inChannel) => chat.happen({ type: "open", flow: "ask", state, ...inChannel, ...by }),
    async minute() {
      await bot.clock.advance(60_000);
      for (const job of jobs) await job(new AbortController().signal);
    },
    async take(by, shownAt = 0) {
      const shown = chat.shown[shownAt];
      const press = actions(shown?.message).find((action) => action.type === "press");
      if (shown === undefined || press === undefined) throw new Error("no question is shown there");
      const { type: _, label: __, ...what } = press;
      await chat.happen({ type: "press", ...what, message: shown.ref, user: by, address: shown.ref, place: "channel" });
    },
  };
}

/** The plugin with its repeated jobs in `kept`, to be run when a test says so. */
function withJobs({ name, register }: Plugin, kept: Job[]): Plugin {
  return {
    name,
    register: (host) =>
      register({ ...host, jobs: { soon: host.jobs.soon, every: (_name, _expression, job) => kept.push(job) } }),
  };
}

/** All buttons of a message. */
export function actions(message: Message | undefined): readonly Action[] {
  const blocks = message?.card?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === "actions" ? [...block.main, ...block.more] : []));
}

/** A message in words: its first line, then its blocks. */
export function words(message: Message | undefined): readonly string[] {
  if (message === undefined) return [];
  const blocks = message.card?.blocks ?? [];
  return [
    plain(message.card?.title ?? message.text),
    ...blocks.flatMap((block) => {
      if (block.type === "actions") return [[...block.main, ...block.more].map(({ label }) => `[${label}]`).join(" ")];
      return "text" in block ? [`${block.type === "quote" ? "> " : ""}${plain(block.text)}`] : [];
    }),
  ];
}

/** What was shown last, in words. */
export const last = ({ chat }: AskStage) => words(chat.shown.at(-1)?.message);

/** What the audit log has, the newest first, but that it was looked at. */
export async function audited({ bot }: AskStage): Promise<readonly AuditRecord[]> {
  const outcome = await bot.ask("audit");
  const { items } = "data" in outcome ? (outcome.data as { items: AuditRecord[] }) : { items: [] };
  return items.filter(({ what }) => what !== "audit");
}

/** Opens the form and sends the question. */
export async function asked(
  at: AskStage,
  state = "component:default/payments-api",
  by: Partial<FormSubmission> = inPublic,
): ReturnType<FakeChatAdapter["submit"]> {
  await at.ask(state);
  return at.chat.submit({ question }, by);
}
