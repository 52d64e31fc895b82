import type { Person } from "../../playground/slack/person/person.ts";
import type { Json, SlackMessage, View } from "../../playground/slack/world.ts";
import { oddCommands } from "./odd-commands.ts";
import { oddThings } from "./odd-things.ts";
import { type SlackBot, sampleSource, slackBot } from "./slack-bot.ts";
import type { Shown } from "./slack-card.ts";
import { typedKinds } from "./typed-kinds.ts";

/** One kind of message or form, when it has just been shown. */
export interface MessageKind {
  readonly name: string;
  readonly shown: Shown;
  /** The name of whoever it is looked at by. */
  readonly viewer: string;
}

/** A bot of which everything that it says is asked. */
export interface MessageKinds {
  readonly bot: SlackBot;
  /** Asks for every kind of message and form, one after the other; `look` sees each while it is as it was shown. */
  collect(look?: (kind: MessageKind) => Promise<void>): Promise<ReadonlyMap<string, Shown>>;
}

const channel = "checkout-dev";

type Look = (person: Person) => readonly Shown[];

const inChannel: Look = (person) => person.sees(channel);
const direct: Look = (person) => person.seesDirect();
const inForm: Look = (person) => person.views() as unknown as readonly Shown[];

/** Starts the bot, with a catalog that has everything that can be said of one. */
export async function messageKinds(): Promise<MessageKinds> {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const bot = await slackBot({ sources: [sampleSource(), oddThings()], plugins: [oddCommands(() => released)] });
  return {
    bot,
    async collect(look = async () => {}) {
      const kinds = new Map<string, Shown>();
      const collector = createCollector(bot, async (kind) => {
        kinds.set(kind.name, kind.shown);
        await look(kind);
      });
      await answers(collector, release);
      await questions(collector);
      await forms(collector);
      return kinds;
    },
  };
}

/** Shows one kind after the other, and tells of each. */
interface Collector {
  readonly bot: SlackBot;
  /** Does something and keeps the one thing that this person then sees where they look. */
  shown(name: string, who: string, act: (person: Person) => Promise<unknown>, look?: Look): Promise<SlackMessage>;
  /** Keeps what is there. */
  keep(name: string, who: string, shown: Shown): Promise<void>;
}

function createCollector(bot: SlackBot, tell: (kind: MessageKind) => Promise<void>): Collector {
  const keep: Collector["keep"] = (name, viewer, shown) => tell({ name, viewer, shown });
  return {
    bot,
    keep,
    async shown(name, who, act, look = inChannel) {
      const person = bot.slack.as(who, { channel });
      const before = new Set(look(person).map((one) => JSON.stringify(one)));
      await act(person);
      await bot.idle();
      bot.pass(60_000);
      const news = look(person).filter((one) => !before.has(JSON.stringify(one)) && isOfBot(bot, one));
      const [card] = news;
      if (card === undefined || news.length > 1) throw new Error(`${name}: ${news.length} things are shown`);
      await keep(name, who, card);
      return card as SlackMessage;
    },
  };
}

function isOfBot({ slack }: SlackBot, shown: Shown & { readonly user?: unknown }): boolean {
  return shown.user === undefined || shown.user === slack.botUserId;
}

/** What typed commands show. */
async function answers({ bot, shown, keep }: Collector, release: () => void): Promise<void> {
  const typed = (name: string, text: string, who = "mia") =>
    shown(name, who, (person) => person.slash("/callboard", text));

  for (const kind of typedKinds) await typed(...kind);
  await shown("usage", "mia", (person) => person.mention("deps"));
  await shown("mention", "mia", (person) => person.mention("who owns payments-api?"));
  await shown("direct message", "mia", (person) => person.directMessage("whoowns payments-api"), direct);
  await shown("greeting", "mia", (person) => person.directMessage("hello!"), direct);
  await typed("not allowed", "sync");
  await typed("sync", "sync", "ruth");
  await typed("doctor", "doctor", "ruth");
  await typed("bug", "crash");
  const mia = bot.slack.as("mia", { channel });
  await mia.slash("/callboard", "dawdle");
  for (let tries = 0; tries < 1000 && !isSlow(last(mia.sees(channel))); tries += 1) await moment();
  await keep("slow", "mia", last(mia.sees(channel)));
  release();
  await bot.idle();
  await typed("audit", "audit", "ruth");
}

const isSlow = ({ text }: SlackMessage): boolean => /^Still/.test(String(text));

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

const last = (messages: readonly SlackMessage[]): SlackMessage => messages.at(-1) as SlackMessage;

/** The form on top. */
function form(person: Person): View {
  const view = person.view();
  if (view === undefined) throw new Error("no form is open");
  return view;
}

/** A question, from the form to the end. */
async function questions({ bot, shown, keep }: Collector): Promise<void> {
  const lena = bot.slack.as("lena", { channel });
  const owner = await shown("owner, private", "lena", (person) => person.slash("/whoowns", "payments-api"));
  await shown("question form", "lena", (person) => person.press(owner, "Ask the team"), inForm);
  const text = "Can amounts be sent\nin minor units?";
  await shown("question sent", "lena", (person) => person.submit(form(lena), { Question: text }));
  const payHelp = () => last(bot.slack.as("mia").sees("pay-help"));
  const question = payHelp();
  await keep("question", "mia", question);
  await shown(
    "own question",
    "lena",
    (person) => person.press(question, "I'll take it"),
    (person) => person.sees("pay-help"),
  );
  await bot.slack.as("mia", { channel: "pay-help" }).press(question, "I'll take it");
  await bot.idle();
  await keep("question taken", "mia", payHelp());
  await keep("asker told", "lena", last(lena.seesDirect()));
  await shown(
    "question had",
    "jonas",
    (person) => person.press(question, "I'll take it"),
    (person) => person.sees("pay-help"),
  );
  const old = { ...owner, blocks: [askMobile], ts: "1.0" };
  bot.slack.world.messages.push(old);
  await shown("team without channel", "lena", (person) => person.press(old, "Ask the team"));
}

/** Forms and menus. */
async function forms({ bot, shown }: Collector): Promise<void> {
  const mia = bot.slack.as("mia", { channel });
  const dependants = await shown("dependants, private", "mia", (person) => person.slash("/callboard", "deps tax-api"));
  await shown("note form", "mia", (person) => person.press(dependants, "Draft a note"), inForm);
  await mia.close(form(mia));
  const ada = bot.slack.as("ada", { channel });
  const choose = async (): Promise<Json> => {
    const { options } = await ada.typeahead(form(ada), "Name", "payments-api");
    return options[0] as Json;
  };
  await shown("search form", "ada", (person) => person.slash("/whoowns"), inForm);
  const chosen = await choose();
  await shown("answer to the search form", "ada", (person) => person.submit(form(ada), { Name: chosen }));
  await shown("search anywhere", "ada", (person) => person.globalShortcut("find-in-catalog"), inForm);
  const found = await choose();
  await shown("answer to the search anywhere", "ada", (person) => person.submit(form(ada), { Name: found }), inForm);
  await ada.close(form(ada));
  const said = async (name: string, text: string) => {
    await ada.say(text);
    const message = last(ada.sees(channel));
    await shown(name, "ada", (person) => person.messageShortcut("who-owns-this", message));
  };
  await said("owner of what a message is about", "payments-api is slow again");
  await said("matches in a message", "payments-api and checkout-web are slow");
  await said("nothing in a message", "lunch?");
  const old = { ...last(ada.sees(channel)), blocks: [oldButtons] };
  bot.slack.world.messages.push({ ...old, user: bot.slack.botUserId, ts: "1.1" });
  await shown("old button", "ada", (person) => person.press({ ...old, ts: "1.1" }, "Old"));
  await shown("button of a feature that is gone", "ada", (person) => person.press({ ...old, ts: "1.1" }, "Gone"));
}

const button = (label: string, action_id: string, value: string) => {
  return { type: "button", action_id, text: { type: "plain_text", text: label, emoji: false }, value };
};
/** As it was offered before the catalog lost the channel. */
const askMobile = {
  type: "actions",
  block_id: "old",
  elements: [button("Ask the team", "cb:0", "form ask component:default/ios-app")],
};
const oldButtons = {
  type: "actions",
  block_id: "old",
  elements: [button("Old", "v0", "?"), button("Gone", "cb:0", "press deploy 1")],
};
