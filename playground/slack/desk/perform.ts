import type { ShownShortcut } from "../../desk/protocol.ts";
import type { Acknowledgement } from "../delivery.ts";
import type { Field } from "../form-state.ts";
import { withState } from "../modals.ts";
import { elementAt, stateFrom, valuesFrom } from "../person/exact.ts";
import type { Person } from "../person/person.ts";
import { isView, type Surface } from "../person/surface.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import type { Channel, FormValues, SlackMessage, User, View } from "../world.ts";
import type { Act, ActResult } from "./act.ts";
import { type DeskParts, mayRead, maySee } from "./shown.ts";

/** Whoever acts, and where. */
export interface Acting {
  readonly slack: SimulatedSlack;
  readonly parts: DeskParts;
  readonly viewerId: string;
  /** The viewer, in one of the conversations. */
  readonly at: (channelId: string) => Person;
  /** The viewer, wherever they are; remembers which choices external menus showed. */
  readonly person: Person;
}

type ActOf<Do extends Act["do"]> = Extract<Act, { do: Do }>;

/** Nothing can come of it: what is meant is gone, hidden or never was there. */
class RefusedAct extends Error {}

/** Does something as the viewer. What is refused is a problem too: what somebody sees can vanish before they press it. */
export async function perform(acting: Acting, act: Act): Promise<ActResult> {
  try {
    return await performed(acting, act);
  } catch (error) {
    if (error instanceof RefusedAct) return { problem: error.message };
    throw error;
  }
}

async function performed(acting: Acting, act: Act): Promise<ActResult> {
  switch (act.do) {
    case "say":
      return say(acting, act);
    case "use":
      return use(acting, act);
    case "suggest":
      return suggest(acting, act);
    case "submit":
      return submit(acting, act);
    case "close":
      return inBackground(acting.person.close(topView(acting, act.viewId), { all: act.isAll }));
    case "message shortcut": {
      needShortcut(acting, "message", act.callbackId);
      const message = messageAt(acting, act);
      if (message.visibleTo !== undefined) throw new RefusedAct("A message that only you see has no shortcuts.");
      return resultOf(acting, await acting.at(act.channel).messageShortcut(act.callbackId, message));
    }
    case "global shortcut":
      needShortcut(acting, "global", act.callbackId);
      return resultOf(acting, await acting.person.globalShortcut(act.callbackId));
    case "join": {
      const channel = channelAt(acting, act.channel);
      if (channel.members.has(acting.viewerId)) return {};
      return inBackground(acting.slack.join(channel.id, acting.viewerId));
    }
  }
}

/** The platform itself tells people when a command failed, and nobody when an event did: neither is waited for. */
function say(acting: Acting, { channel: channelId, text, threadTs }: ActOf<"say">): ActResult {
  const channel = channelAt(acting, channelId);
  const person = acting.at(channelId);
  const typed = text.trim();
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(typed)) throw new RefusedAct("There is nothing to send.");
  if (!channel.members.has(acting.viewerId)) throw new RefusedAct(`Join #${channel.name} to write there.`);
  if (channel.isArchived) throw new RefusedAct(`#${channel.name} is archived.`);
  const [, command, rest = ""] = /^(\/\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
  if (command === undefined) {
    const thread = threadTs === undefined ? undefined : messageAt(acting, { channel: channelId, ts: threadTs });
    if (thread?.visibleTo !== undefined) throw new RefusedAct("A message that only you see has no replies.");
    inBackground(person.say(typed, thread && { thread }));
    return { ts: acting.slack.messages.at(-1)?.ts };
  }
  const known = acting.parts.commands.map((registered) => registered.command);
  if (!known.includes(command))
    throw new RefusedAct(`${command} is not a command of this app. ${known.join(" and ")} are.`);
  // https://docs.slack.dev/interactivity/implementing-slash-commands
  if (threadTs !== undefined)
    throw new RefusedAct(`${command} does not work in threads. Mention @${appOf(acting)?.name} there instead.`);
  return inBackground(person.slash(command, rest));
}

async function use(acting: Acting, act: ActOf<"use">): Promise<ActResult> {
  const surface = surfaceAt(acting, act.surface);
  const field = elementAt(surface, act);
  if (field === undefined) throw new RefusedAct("That is no longer there.");
  const state = stateFrom(acting.slack.world, field, act.state, offered(acting, surface));
  const type = String(field.element["type"]);
  if (state === undefined || (type === "overflow" && state["selected_option"] === null))
    throw new RefusedAct("That choice does not exist.");
  // What it keeps of buttons, which no form holds, is ignored.
  const sent = { ...act.values, [act.blockId]: { ...act.values?.[act.blockId], [act.actionId]: state } };
  const current = isView(surface) ? withState(acting.slack.world, surface, valuesOf(acting, surface, sent)) : surface;
  return resultOf(acting, await acting.person.use(current, act, state));
}

async function suggest(acting: Acting, act: ActOf<"suggest">): Promise<ActResult> {
  const surface = surfaceAt(acting, act.surface);
  const type = String(elementAt(surface, act)?.element["type"]);
  if (!/^(multi_)?external_select$/.test(type)) throw new RefusedAct("That menu is no longer there.");
  const { acknowledgement, options, groups } = await acting.person.typeahead(surface, act, act.query);
  const { problem } = resultOf(acting, acknowledgement);
  if (problem !== undefined) return { problem };
  return groups === undefined ? { options } : { optionGroups: groups };
}

async function submit(acting: Acting, { viewId, values }: ActOf<"submit">): Promise<ActResult> {
  const view = topView(acting, viewId);
  const { acknowledgement, errors } = await acting.person.submitState(view, valuesOf(acting, view, values));
  const { "": _whole, ...byBlock } = errors;
  const { problem = errors[""] } = resultOf(acting, acknowledgement);
  if (problem !== undefined) return { problem };
  return Object.keys(byBlock).length === 0 ? {} : { errors: byBlock };
}

function offered({ person }: Acting, surface: Surface) {
  return (field: Field) => person.offeredIn(surface, field);
}

function valuesOf(acting: Acting, view: View, sent: FormValues): FormValues {
  const values = valuesFrom(acting.slack.world, view, sent, offered(acting, view));
  if (values === undefined) throw new RefusedAct("Something in the form cannot be chosen.");
  return values;
}

function channelAt({ slack, viewerId }: Acting, id: string): Channel {
  const channel = slack.world.channels.get(id);
  if (!mayRead(channel, viewerId)) throw new RefusedAct("There is no such conversation.");
  return channel;
}

function messageAt({ slack, viewerId }: Acting, at: { readonly channel: string; readonly ts: string }): SlackMessage {
  const found = slack.messages.find(
    (message) => message.channel === at.channel && message.ts === at.ts && maySee(slack.world, message, viewerId),
  );
  if (found === undefined) throw new RefusedAct("That message is no longer there.");
  return found;
}

/** Only the modal on top can be used. */
function topView({ person }: Acting, id: string): View {
  const view = person.view();
  if (view === undefined || view.id !== id) throw new RefusedAct("That form is no longer open.");
  return view;
}

function surfaceAt(acting: Acting, surface: ActOf<"use">["surface"]): Surface {
  return "viewId" in surface ? topView(acting, surface.viewId) : messageAt(acting, surface);
}

function needShortcut({ parts }: Acting, type: ShownShortcut["type"], callbackId: string): void {
  const isKnown = parts.shortcuts.some((shortcut) => shortcut.type === type && shortcut.callbackId === callbackId);
  if (!isKnown) throw new RefusedAct("The app has no such shortcut.");
}

function appOf({ slack }: Acting): User | undefined {
  return slack.world.users.get(slack.botUserId);
}

/** What a person is told of how the app acknowledged. */
function resultOf(acting: Acting, acknowledgement: Acknowledgement | undefined): ActResult {
  const app = appOf(acting)?.realName ?? "The app";
  switch (acknowledgement?.error) {
    case undefined:
      return {};
    case "timeout":
      return { problem: `${app} did not answer in time. Try again.` };
    case "http_error":
      return { problem: `${app} answered with HTTP ${acknowledgement?.status}. Try again.` };
    default:
      return { problem: `${app} cannot be reached: it is not connected.` };
  }
}

/** What the app makes of it is seen in what it does. */
function inBackground(work: Promise<unknown>): ActResult {
  work.catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)));
  return {};
}
