import type { TeamsPerson } from "../../playground/teams/person/person.ts";
import { actionsOf, type Surface } from "../../playground/teams/person/pressing.ts";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import type { TeamsBot } from "./teams-bot.ts";

/** So many may be asked at once before a person is told to slow down. */
const breath = 6;

/** Somebody in a channel, and in their personal chat. */
interface Who {
  readonly inChannel: TeamsPerson;
  readonly alone: TeamsPerson;
}

/** What one does with one thing and one text; each goes through another command or another surface. */
type Deed = (bot: TeamsBot, who: Who, thing: string, text: string) => Promise<unknown>;

const clean = (text: string): string => text.slice(0, 8000);

const deeds: readonly Deed[] = [
  (_bot, { inChannel }, thing) => inChannel.slash(`whoowns ${thing}`),
  (_bot, { inChannel }, thing) => inChannel.slash(`whoowns ${thing} public`),
  (_bot, { inChannel }, thing) => inChannel.mention(`show ${thing}`),
  (_bot, { alone }, thing) => alone.say(`deps ${thing}`),
  (_bot, { inChannel }, thing) => inChannel.slash(`deps ${thing}`),
  (_bot, { inChannel }, thing) => inChannel.mention(`whoowns ${thing}`),
  (_bot, { inChannel }, _thing, text) => inChannel.slash(`whoowns ${clean(text)}`),
  (_bot, { inChannel }, _thing, text) => inChannel.slash(clean(text)),
  (_bot, { inChannel }, _thing, text) => inChannel.mention(`find ${clean(text)}`),
  (_bot, { alone }, _thing, text) => alone.say(clean(text)),
  (_bot, { inChannel }, _thing, text) => inChannel.slash(`owned ${clean(text)}`),
  (_bot, { inChannel }, _thing, text) => inChannel.slash(`team ${clean(text)}`),
  (_bot, { alone }, _thing, text) => alone.say(`help ${clean(text)}`),
  (_bot, { inChannel }, thing, text) => inChannel.slash(`${thing} ${clean(text)} public`),
  fromMessage,
  searched,
  asked,
  pressed,
];

/** Talks to the bot about every text, each through three of the ways there are, and calls `look` now and then. */
export async function hostileTeamsConversations(
  bot: TeamsBot,
  texts: readonly string[],
  look: () => void,
  waysEach = 3,
): Promise<void> {
  const { teams } = bot;
  const names = [...teams.world.people.values()].map(({ name }) => name).filter((name) => name.startsWith("hostile-"));
  const whos = names.map((name) => ({
    alone: teams.as(name),
    inChannel: teams.as(name, { channel: `Checkout › ${name}` }),
  }));
  for (let start = 0; start < texts.length; start += breath) {
    const chunk = texts.slice(start, start + breath);
    await Promise.all(
      chunk.map(async (text, index) => {
        const at = start + index;
        const who = whos[at % whos.length];
        for (let way = 0; way < waysEach && who !== undefined; way += 1)
          await deeds[(at * waysEach + way + Math.floor(at / 18)) % deeds.length]?.(bot, who, `thing-${at}`, text);
      }),
    );
    await bot.idle(60_000);
    bot.pass(60_000);
    look();
    teams.forget();
    teams.world.dialogs.clear();
  }
}

/** What the catalog as a whole says: lists, gaps, the state of sources, doctor. */
export async function hostileTeamsOverview(bot: TeamsBot, teamCount: number): Promise<void> {
  const [admin, member] = [bot.teams.as("ruth.keller"), bot.teams.as("hostile-1", { channel: "Checkout › dev" })];
  const lists = ["gaps", "gaps owner", "gaps channel", "gaps docs", "gaps files", "gaps files --all", "mine", "help"];
  const ofTeams = Array.from({ length: teamCount }, (_, index) => [
    `team team-${index}`,
    `owned team-${index} --all`,
  ]).flat();
  for (const text of [...lists, ...ofTeams, "find kind:component --all", "whoowns system:money"]) {
    await member.slash(text);
    await bot.idle();
    bot.pass(10_000);
  }
  for (const text of ["sync", "doctor", "audit", "audit --all"]) await admin.say(text);
  await bot.idle();
}

/** A message of somebody else, looked into by the entry of its menu. */
async function fromMessage(_bot: TeamsBot, { inChannel }: Who, thing: string, text: string): Promise<void> {
  await inChannel.say(clean(`${text} ${thing} thing-1`));
  const own = inChannel.sees().findLast(({ from }) => from === inChannel.person.id);
  const card = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: `${text} ${thing}` }] };
  const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }];
  if (own !== undefined) await inChannel.messageAction("who-owns-this", { ...own, attachments });
}

/** Looked for while typing; something is chosen and sent. */
async function searched(_bot: TeamsBot, { inChannel }: Who, thing: string, text: string): Promise<void> {
  await inChannel.composeAction("find-in-catalog");
  const form = inChannel.dialog();
  if (form === undefined || !hasButton(inChannel, form, /^Show$/)) return;
  await inChannel.search(form, "Name", clean(text));
  const [first] = await inChannel.search(form, "Name", thing);
  if (first !== undefined) await inChannel.submit({ Name: first["value"] });
}

/** A question to its owner, which somebody takes. */
async function asked(bot: TeamsBot, { inChannel }: Who, thing: string, text: string): Promise<void> {
  await inChannel.slash(`whoowns ${thing}`);
  await bot.idle(60_000);
  await pressFirst(inChannel, mine(inChannel), /^Ask/);
  const form = inChannel.dialog();
  if (form === undefined || !hasButton(inChannel, form, /^Send$/)) return;
  await inChannel.submit({ Question: text.slice(0, 1900).trim() || "why?" });
  await bot.idle(60_000);
  const taker = bot.teams.as("mia.chen", { channel: "Payments › help" });
  const question = taker.sees().findLast(({ summary }) => summary?.startsWith("Question about"));
  await pressFirst(taker, question, /^I'll take it/);
}

/** Whatever button comes first. */
async function pressed(bot: TeamsBot, { inChannel }: Who, _thing: string, text: string): Promise<void> {
  await inChannel.slash(`whoowns ${clean(text)}`);
  await bot.idle(60_000);
  await pressFirst(inChannel, mine(inChannel), /./);
}

/** The latest message of the bot's that only this person sees. */
function mine({ sees, person }: TeamsPerson): TeamsMessage | undefined {
  return sees().findLast(({ visibleTo, from }) => visibleTo === person.id && from.startsWith("28:"));
}

function hasButton({ cardsOf }: TeamsPerson, surface: Surface, label: RegExp): boolean {
  return actionsOf(cardsOf(surface)).some(({ title }) => label.test(String(title)));
}

async function pressFirst(person: TeamsPerson, surface: Surface | undefined, label: RegExp): Promise<void> {
  if (surface === undefined) return;
  const action = actionsOf(person.cardsOf(surface)).find(({ title }) => label.test(String(title)));
  if (action !== undefined) await person.pressAction(surface, action);
}
