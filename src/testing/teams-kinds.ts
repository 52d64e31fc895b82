import type { TeamsPerson } from "../../playground/teams/person/person.ts";
import { addMessage, type Dialog, type Json, type TeamsMessage } from "../../playground/teams/world.ts";
import { oddCommands } from "./odd-commands.ts";
import { oddThings } from "./odd-things.ts";
import { sampleSource } from "./served-bot.ts";
import { sampleTenant, type TeamsBot, teamsBot } from "./teams-bot.ts";
import { lastSaid, openDialog } from "./teams-sight.ts";
import { typedKinds } from "./typed-kinds.ts";

/** One kind of message or dialog, when it has just been shown. */
export interface TeamsKind {
  readonly name: string;
  readonly shown: TeamsMessage | Dialog;
  /** The name of whoever it is looked at by. */
  readonly viewer: string;
}

/** A bot of which everything that it says in Teams is asked. */
export interface TeamsKinds {
  readonly bot: TeamsBot;
  /** Asks for every kind of message and dialog, one after the other; `look` sees each while it is as it was shown. */
  collect(look: (kind: TeamsKind) => Promise<void>): Promise<void>;
}

const people = {
  mia: "mia.chen",
  lena: "lena.fischer",
  jonas: "jonas.weber",
  ada: "ada",
  ruth: "ruth.keller",
} as const;
type Name = keyof typeof people;

const dev = "Checkout › dev";
const help = "Payments › help";

/** Starts the bot, with a catalog that has everything that can be said of one. */
export async function teamsKinds(): Promise<TeamsKinds> {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Whoever asks is there, known to the catalog or not.
  const teams = sampleTenant.teams.map((team) => ({
    ...team,
    members: [...new Set([...(team.members ?? []), ...Object.values(people)])],
  }));
  const bot = await teamsBot({
    ...{ sources: [sampleSource(), oddThings()], plugins: [oddCommands(() => released)] },
    world: { teams },
  });
  return {
    bot,
    async collect(look) {
      const collector = createCollector(bot, look);
      await answers(collector);
      await slow(collector, release);
      await questions(collector);
      await forms(collector);
      await fromMenus(collector);
      await oldButtons(collector);
    },
  };
}

type See = (person: TeamsPerson) => TeamsMessage | Dialog;
const inChannel: See = (person) => lastSaid(person.sees());
const direct: See = (person) => lastSaid(person.seesPersonal());
const inDialog: See = openDialog;

interface Collector {
  readonly bot: TeamsBot;
  /** In the channel where Team Checkout talks unless told. */
  person(who: Name, channel?: string): TeamsPerson;
  /** Does something and shows what this person sees then. */
  shown(name: string, who: Name, act: (person: TeamsPerson) => Promise<unknown>, see?: See): Promise<TeamsMessage>;
  keep(name: string, who: Name, shown: TeamsMessage | Dialog): Promise<void>;
}

function createCollector(bot: TeamsBot, look: (kind: TeamsKind) => Promise<void>): Collector {
  const seats = new Map<string, TeamsPerson>();
  // Someone remembers what was found for them.
  const person: Collector["person"] = (who, channel = dev) => {
    const seat = seats.get(`${who} ${channel}`) ?? bot.teams.as(people[who], { channel });
    seats.set(`${who} ${channel}`, seat);
    return seat;
  };
  const keep: Collector["keep"] = (name, who, shown) => look({ name, viewer: people[who], shown });
  return {
    ...{ bot, person, keep },
    async shown(name, who, act, see = inChannel) {
      const before = new Set<TeamsMessage | Dialog>(bot.teams.messages);
      await act(person(who));
      await bot.idle();
      bot.pass(60_000);
      const shown = see(person(who));
      if (before.has(shown)) throw new Error(`${name}: nothing new is shown`);
      await keep(name, who, shown);
      return shown as TeamsMessage;
    },
  };
}

/** What is written shows. */
async function answers({ shown, bot }: Collector): Promise<void> {
  const typed = (name: string, text: string, who: Name = "mia") => shown(name, who, (person) => person.slash(text));
  for (const kind of typedKinds) {
    const message = await typed(...kind);
    if (kind[0] === "choice") await shown("choice made", "mia", (person) => person.press(message, "tax-api"));
  }
  await shown("usage", "mia", (person) => person.mention("deps"));
  await shown("mention", "mia", (person) => person.mention("who owns payments-api?"));
  const personal = bot.teams.as(people.mia);
  await shown("direct message", "mia", () => personal.say("whoowns payments-api"), direct);
  await shown("greeting", "mia", () => personal.say("hello!"), direct);
  await typed("not allowed", "sync");
  await typed("sync", "sync", "ruth");
  await typed("doctor", "doctor", "ruth");
  await typed("bug", "crash");
  await typed("audit", "audit", "ruth");
  bot.teams.setTargetedMessages(false);
  await typed("answered elsewhere", "whoowns payments-api", "lena");
  bot.teams.setTargetedMessages(true);
  bot.pass(3_700_000);
}

async function slow({ bot, person, keep }: Collector, release: () => void): Promise<void> {
  const mia = person("mia");
  await mia.slash("dawdle");
  const isSlow = () => /^Still/.test(lastSaid(mia.sees()).summary ?? "");
  for (let tries = 0; tries < 1000 && !isSlow(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await keep("slow", "mia", lastSaid(mia.sees()));
  release();
  await bot.idle();
}

/** A question, from the dialog to the end. */
async function questions({ bot, person, shown, keep }: Collector): Promise<void> {
  const owner = await shown("owner, private", "lena", (lena) => lena.slash("whoowns payments-api"));
  const ask = (lena: TeamsPerson) => lena.press(owner, "Ask the team");
  await shown("question form", "lena", ask, inDialog);
  await keep("question form left empty", "lena", openDialog(person("lena")));
  const question = "Can amounts be sent\nin minor units?";
  await person("lena").submit({ Question: question });
  await bot.idle();
  await keep("question sent", "lena", openDialog(person("lena")));
  await ask(person("lena"));
  await shown("question form with an error", "lena", (lena) => lena.submit({ Question: "And in cents?" }), inDialog);
  person("lena").closeDialog();
  const inHelp = (who: Name) => lastSaid(person(who, help).sees());
  const old = inHelp("mia");
  await keep("question", "mia", old);
  const take = (who: Name) => person(who, help).press(old, "I'll take it");
  await shown(
    "own question",
    "lena",
    () => take("lena"),
    () => inHelp("lena"),
  );
  await take("mia");
  await bot.idle();
  await keep("question taken", "mia", bot.teams.messages.find(({ id }) => id === old.id) as TeamsMessage);
  await keep("asker told", "lena", direct(person("lena")));
  await shown(
    "question had",
    "jonas",
    () => take("jonas"),
    () => inHelp("jonas"),
  );
}

/** Dialogs that buttons open. */
async function forms({ person, shown, keep }: Collector): Promise<void> {
  const dependants = await shown("dependants, private", "mia", (mia) => mia.slash("deps tax-api"));
  await shown("note form", "mia", (mia) => mia.press(dependants, "Draft a note"), inDialog);
  person("mia").closeDialog();
  const launch = await shown("empty command", "mia", (mia) => mia.slash("whoowns"));
  await shown("search form", "mia", (mia) => mia.press(launch, "Search"), inDialog);
  await keep("search form left empty", "mia", openDialog(person("mia")));
  await shown("answer to the search form", "mia", (mia) => found(mia), inDialog);
  person("mia").closeDialog();
}

async function found(person: TeamsPerson): Promise<void> {
  const [choice] = await person.search(openDialog(person), "Name", "payments-api");
  await person.submit({ Name: choice?.["title"] });
}

/** What menus open. */
async function fromMenus({ person, shown }: Collector): Promise<void> {
  await shown("search anywhere", "mia", (mia) => mia.composeAction("find-in-catalog"), inDialog);
  await shown("answer to the search anywhere", "mia", (mia) => found(mia), inDialog);
  person("mia").closeDialog();
  const said = async (name: string, text: string) => {
    const mia = person("mia");
    await mia.say(text);
    const message = mia.sees().at(-1) as TeamsMessage;
    await shown(name, "mia", () => mia.messageAction("who-owns-this", message), inDialog);
    mia.closeDialog();
  };
  await said("owner of what a message is about", "payments-api is slow again");
  await said("matches in a message", "payments-api and checkout-web are slow");
  await said("nothing in a message", "lunch?");
}

/** Buttons of cards that another version of the bot sent, or with another catalog. */
async function oldButtons({ bot, person, shown }: Collector): Promise<void> {
  const form = { cb: { v: 1, do: "form", flow: "ask", state: "component:default/ios-app" } };
  const buttons: readonly (readonly [name: string, data: Json])[] = [
    ["team without channel", { ...form, msteams: { type: "task/fetch" } }],
    ["old button", { cb: { v: 0 } }],
    ["button of a feature that is gone", { cb: { v: 1, do: "press", press: "deploy", value: "1" } }],
  ];
  const actions = buttons.map(([title, data]) => ({ type: "Action.Submit", title, data }));
  const content = { type: "AdaptiveCard", version: "1.5", body: [{ type: "ActionSet", actions }] };
  const old = addMessage(bot.teams.world, {
    ...{ conversation: person("mia").conversation().id, from: bot.teams.world.bot.id },
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
  });
  for (const [name] of buttons) {
    const see: See = (mia) => mia.dialog() ?? lastSaid(mia.sees());
    await shown(name, "mia", (mia) => mia.press(old, name), see);
    person("mia").closeDialog();
  }
}
