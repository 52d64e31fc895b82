import { isDeepStrictEqual } from "node:util";
import { partsOf } from "../card-schema.ts";
import { failureWords } from "../courier.ts";
import { Impossible, inputsOf } from "../person/inputs.ts";
import type { TeamsPerson } from "../person/person.ts";
import type { Pressed, Surface } from "../person/pressing.ts";
import type { SimulatedTeams } from "../simulated-teams.ts";
import { cardsFor, isJson, type Json, maySee, type TeamsMessage } from "../world.ts";
import type { Act, ActResult, Surface as SurfaceOfAct } from "./act.ts";
import { type DeskParts, tsOf } from "./shown.ts";

/** Whoever acts. */
export interface Acting {
  readonly teams: SimulatedTeams;
  readonly parts: DeskParts;
  readonly viewerId: string;
  /** Remembers which choices menus showed. */
  readonly person: TeamsPerson;
}

type ActOf<Do extends Act["do"]> = Extract<Act, { do: Do }>;

/** Does something as the viewer. What is refused is a problem too: what somebody sees can vanish before they press it. */
export async function perform(acting: Acting, act: Act): Promise<ActResult> {
  try {
    return await performed(acting, act);
  } catch (error) {
    if (error instanceof Impossible) return { problem: error.message };
    throw error;
  }
}

async function performed(acting: Acting, act: Act): Promise<ActResult> {
  const { person, parts } = acting;
  const needShortcut = (type: "message" | "global", id: string): void => {
    if (!parts.shortcuts.some((shortcut) => shortcut.type === type && shortcut.callbackId === id))
      throw new Impossible("The app has no such entry.");
  };
  switch (act.do) {
    case "say":
      return say(acting, act);
    case "press": {
      const { surface, cards } = surfaceAt(acting, act.surface);
      const action = partsOf(cards).find((part) => isDeepStrictEqual(meant(part), meant(act.action)));
      if (!action) throw new Impossible("That button is no longer there.");
      return resultOf(await person.pressAction(surface, action, act.inputs));
    }
    case "search": {
      const { surface, cards } = surfaceAt(acting, act.surface);
      const menu = inputsOf(cards).find(
        ({ "choices.data": asked }) => isJson(asked) && asked["dataset"] === act.dataset,
      );
      if (!menu) throw new Impossible("That menu is no longer there.");
      const choices = await person.search(surface, String(menu["id"]), act.query, act.inputs);
      return { choices: choices as { title: string; value: string }[] };
    }
    case "close":
      if (person.dialog()?.id === act.dialogId) person.closeDialog();
      return {};
    case "message shortcut":
      needShortcut("message", act.callbackId);
      return resultOf(await person.messageAction(act.callbackId, messageAt(acting, act)));
    case "global shortcut":
      needShortcut("global", act.callbackId);
      return resultOf(await person.composeAction(act.callbackId));
    case "join":
      throw new Impossible("Only an owner of the team can add you.");
  }
}

/** The app is not waited for: what it makes of it is seen in what it does. */
function say({ teams, parts, viewerId }: Acting, { channel, text, threadTs }: ActOf<"say">): ActResult {
  const place = teams.world.conversations.get(channel);
  if (!place?.members.has(viewerId)) throw new Impossible("There is no such conversation.");
  const typed = text.trim();
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(typed)) throw new Impossible("There is nothing to send.");
  const thread = teams.messages.find(({ id, conversation }) => conversation === channel && tsOf(id) === threadTs);
  const person = teams.as(viewerId, { channel });
  const command = place.type === "personal" ? undefined : /^\/\S*/.exec(typed)?.[0];
  const known = parts.commands.map((registered) => registered.command);
  if (command !== undefined && !known.includes(command))
    throw new Impossible(`${command} is not a command of this app. ${known.join(", ")} are.`);
  if (command !== undefined && threadTs !== undefined)
    throw new Impossible(`${command} does not work in threads. Mention @${teams.world.bot.name} there instead.`);
  const sent = command === undefined ? person.say(typed, { thread }) : person.slash(typed);
  sent.catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)));
  const said = teams.messages.at(-1);
  return said ? { ts: tsOf(said.id) } : {};
}

/** What makes a button that button: the page sends nothing of how it looks. */
function meant({ type, id, verb, data, associatedInputs }: Json): Json {
  return { type, id, verb, data, associatedInputs };
}

function messageAt({ teams, viewerId }: Acting, at: { readonly channel: string; readonly ts: string }): TeamsMessage {
  const found = teams.messages.find(
    (message) =>
      message.conversation === at.channel && tsOf(message.id) === at.ts && maySee(teams.world, message, viewerId),
  );
  if (!found) throw new Impossible("That message is no longer there.");
  return found;
}

function surfaceAt(acting: Acting, at: SurfaceOfAct): { readonly surface: Surface; readonly cards: readonly Json[] } {
  if ("dialogId" in at) {
    const dialog = acting.person.dialog();
    if (dialog?.id !== at.dialogId) throw new Impossible("That dialog is no longer open.");
    return { surface: dialog, cards: dialog.card ? [dialog.card] : [] };
  }
  const surface = messageAt(acting, at);
  return { surface, cards: cardsFor(surface, acting.viewerId).slice(at.card, at.card + 1) };
}

function resultOf({ answer, errors = {}, notice, problem = answer && failureWords(answer) }: Pressed): ActResult {
  const [error] = Object.values(errors);
  if (problem !== undefined || error !== undefined) return { problem: problem ?? error ?? "" };
  return notice === undefined ? {} : { notice };
}
