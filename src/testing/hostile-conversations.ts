import type { Person } from "../../playground/slack/person/person.ts";
import type { Json, SlackMessage, View } from "../../playground/slack/world.ts";
import type { SlackBot } from "./slack-bot.ts";

const channel = "checkout-dev";
/** So many may be asked at once before a person is told to slow down. */
const breath = 6;

/** What one does with one thing and one text; each goes through another command or another surface. */
type Deed = (bot: SlackBot, who: Person, thing: string, text: string) => Promise<unknown>;

const clean = (text: string): string => text.slice(0, 8000);

const deeds: readonly Deed[] = [
  (_bot, who, thing) => who.slash("/whoowns", thing),
  (_bot, who, thing) => who.slash("/callboard", `whoowns ${thing} public`),
  (_bot, who, thing) => who.mention(`show ${thing}`),
  (_bot, who, thing) => who.directMessage(`deps ${thing}`),
  (_bot, who, thing) => who.slash("/callboard", `deps ${thing}`),
  (_bot, who, thing) => who.mention(`whoowns ${thing}`),
  (_bot, who, _thing, text) => who.slash("/whoowns", clean(text)),
  (_bot, who, _thing, text) => who.slash("/callboard", clean(text)),
  (_bot, who, _thing, text) => who.mention(`find ${clean(text)}`),
  (_bot, who, _thing, text) => who.directMessage(clean(text)),
  (_bot, who, _thing, text) => who.slash("/callboard", `owned ${clean(text)}`),
  (_bot, who, _thing, text) => who.slash("/callboard", `team ${clean(text)}`),
  (_bot, who, _thing, text) => who.slash("/callboard", `help ${clean(text)}`),
  (_bot, who, thing, text) => who.slash("/callboard", `${thing} ${clean(text)} public`),
  fromMessage,
  searched,
  asked,
  pressed,
];

/** Talks to the bot about every text, each through three of the ways there are, and calls `look` now and then. */
export async function hostileConversations(
  bot: SlackBot,
  texts: readonly string[],
  look: () => void,
  waysEach = 3,
): Promise<void> {
  const count = bot.slack.world.users.size;
  const names = [...bot.slack.world.users.values()].filter(({ name }) => name.startsWith("hostile-"));
  for (let start = 0; start < texts.length; start += breath) {
    const chunk = texts.slice(start, start + breath);
    await Promise.all(
      chunk.map(async (text, index) => {
        const at = start + index;
        const who = bot.slack.as(names[at % names.length]?.id ?? String(count), { channel });
        for (let way = 0; way < waysEach; way += 1) {
          await deeds[(at * waysEach + way + Math.floor(at / 18)) % deeds.length]?.(bot, who, `thing-${at}`, text);
        }
      }),
    );
    await bot.idle(60_000);
    bot.pass(60_000);
    look();
    bot.slack.forget();
    bot.slack.world.modals.clear();
  }
}

/** What the catalog as a whole says: lists, gaps, the state of sources, doctor. */
export async function hostileOverview(bot: SlackBot, teams: number): Promise<void> {
  const admin = bot.slack.as("ruth", { channel });
  const member = bot.slack.as("hostile-1", { channel });
  const lists = ["gaps", "gaps owner", "gaps channel", "gaps docs", "gaps files", "gaps files --all", "mine", "help"];
  const ofTeams = Array.from({ length: teams }, (_, index) => [
    `team team-${index}`,
    `owned team-${index} --all`,
  ]).flat();
  for (const text of [...lists, ...ofTeams, "find kind:component --all", "whoowns system:money"]) {
    await member.slash("/callboard", text);
    await bot.idle();
    bot.pass(10_000);
  }
  for (const text of ["sync", "doctor", "audit", "audit --all"]) await admin.slash("/callboard", text);
  await bot.idle();
}

/** A message of somebody else, looked into by the entry of its menu. */
async function fromMessage(bot: SlackBot, who: Person, thing: string, text: string): Promise<void> {
  await who.say(clean(`${text} ${thing} thing-1`));
  const said = who.sees(channel).findLast(({ user }) => user === who.user.id);
  if (said === undefined) return;
  const attachments = [
    { title: text, title_link: text, text, fallback: text, fields: [{ title: text, value: thing }] },
  ];
  bot.slack.world.messages.push({ ...said, attachments });
  await who.messageShortcut("who-owns-this", { ...said, attachments });
}

/** Looked for while typing; something is chosen and sent. */
async function searched(bot: SlackBot, who: Person, thing: string, text: string): Promise<void> {
  await who.globalShortcut("find-in-catalog");
  await bot.idle(60_000);
  const view = formWith(who, "Name");
  if (view === undefined) return;
  await who.typeahead(view, "Name", clean(text));
  const { options } = await who.typeahead(view, "Name", thing);
  if (options[0] !== undefined) await who.submit(view, { Name: options[0] as Json });
}

/** A question to its owner, which somebody takes. */
async function asked(bot: SlackBot, who: Person, thing: string, text: string): Promise<void> {
  await who.slash("/whoowns", thing);
  await bot.idle(60_000);
  const button = buttonOf(mine(who), /^Ask/);
  if (button === undefined) return;
  await who.press(...button);
  await bot.idle(60_000);
  const view = formWith(who, "Question");
  if (view === undefined) return;
  await who.submit(view, { Question: text.slice(0, 1900).trim() || "why?" });
  await bot.idle(60_000);
  const question = bot.slack.world.messages.findLast(({ text: said }) => said.startsWith("Question about"));
  const take = buttonOf(question, /^I'll take it/);
  const taker = bot.slack.as("hostile-2", { channel: "pay-help" });
  if (take !== undefined) await taker.press(...take);
}

/** The form on top, if it has such a field. */
function formWith(who: Person, label: string): View | undefined {
  const view = who.view();
  return view?.blocks.some((block) => (block["label"] as Json | undefined)?.["text"] === label) ? view : undefined;
}

/** Whatever button comes first. */
async function pressed(bot: SlackBot, who: Person, _thing: string, text: string): Promise<void> {
  await who.slash("/whoowns", clean(text));
  await bot.idle(60_000);
  const button = buttonOf(mine(who), /./);
  if (button !== undefined) await who.press(...button);
}

/** The latest message that only this person sees. */
function mine(who: Person): SlackMessage | undefined {
  return who.sees(channel).findLast(({ visibleTo }) => visibleTo === who.user.id);
}

/** A message and the action_id of its first button that says so. */
function buttonOf(message: SlackMessage | undefined, label: RegExp): readonly [SlackMessage, string] | undefined {
  const elements = (message?.blocks ?? []).flatMap((block) => [
    ...((block["elements"] ?? []) as readonly Json[]),
    ...(block["accessory"] === undefined ? [] : [block["accessory"] as Json]),
  ]);
  const found = elements.find(({ type, text }) => type === "button" && label.test(String((text as Json)["text"])));
  return message === undefined || found === undefined ? undefined : [message, String(found["action_id"])];
}
