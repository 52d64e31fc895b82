import type { Spot } from "../activities.ts";
import { messagePayload } from "../activities.ts";
import { checkCard, partsOf } from "../card-schema.ts";
import { type Delivered, failureWords } from "../courier.ts";
import { cardsFor, changeMessage, type Dialog, isJson, type Json, type TeamsMessage } from "../world.ts";
import { errorsOf, type Filling, Impossible, inputNamed, valuesOf } from "./inputs.ts";
import { invoke, type Seat } from "./seat.ts";
import type { Speaking } from "./speaking.ts";

/** What came of a press. */
export interface Pressed {
  /** What the bot answered; absent when it was not asked. */
  readonly answer?: Delivered;
  /** What is wrong with the inputs, by id: then the bot was not asked. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What the app says to whoever pressed. */
  readonly notice?: string;
  /** Why nothing came of it. */
  readonly problem?: string;
  /** What is opened in the browser. */
  readonly url?: string;
}

/** Where buttons are. */
export type Surface = TeamsMessage | Dialog;

/** What a person presses, and the dialogs that they see. */
export interface Pressing {
  /** Presses a button by its title, after having put something into the inputs around it. */
  readonly press: (surface: Surface, title: string, filling?: Filling) => Promise<Pressed>;
  /** The same with a button of the card itself. */
  readonly pressAction: (surface: Surface, action: Json, filling?: Filling) => Promise<Pressed>;
  readonly dialog: () => Dialog | undefined;
  /** Fills in the dialog that is open and sends it, by its first button unless one is named. */
  readonly submit: (filling: Filling, title?: string) => Promise<Pressed>;
  readonly closeDialog: () => void;
  /** Types into a menu whose choices come from the bot; what is found can be chosen from then on. */
  readonly search: (surface: Surface, input: string, query: string, filling?: Filling) => Promise<readonly Json[]>;
  /** Chooses an entry of a message's menu. */
  readonly messageAction: (commandId: string, message: TeamsMessage) => Promise<Pressed>;
  /** Chooses an entry of the menu beside the compose box. */
  readonly composeAction: (commandId: string) => Promise<Pressed>;
  /** The cards of a message or dialog, as this person sees them. */
  readonly cardsOf: (surface: Surface) => readonly Json[];
}

/** What the person in this seat can press. */
export function pressing(seat: Seat, { sendFrom }: Pick<Speaking, "sendFrom">): Pressing {
  const { world, person } = seat;
  const offers = new Map<string, readonly Json[]>();
  const dialog = () => world.dialogs.get(person.id);
  const cardsOf: Pressing["cardsOf"] = (surface) =>
    isDialog(surface) ? [surface.card ?? {}] : cardsFor(surface, person.id);
  const pressAction: Pressing["pressAction"] = async (surface, action, filling = {}) => {
    const cards = cardsOf(surface);
    const { type, url, associatedInputs, data: given } = action;
    if (type === "Action.OpenUrl") return { url: String(url) };
    if (type !== "Action.Submit" && type !== "Action.Execute") return {};
    const asking = associatedInputs === "none" ? [] : cards;
    const values = valuesOf(asking, filling, (id) => offers.get(id) ?? []);
    const errors = errorsOf(asking, values);
    if (Object.keys(errors).length > 0) return { errors };
    const data = { ...(isJson(given) ? given : {}), ...values };
    if (isDialog(surface)) return submitDialog(seat, surface, data);
    return type === "Action.Execute" ? execute(seat, surface, action, data) : submitted(seat, surface, data, sendFrom);
  };
  const press: Pressing["press"] = (surface, title, filling) => {
    const action = actionsOf(cardsOf(surface)).find((one) => one["title"] === title);
    if (!action) throw new Impossible(`No button "${title}".`);
    return pressAction(surface, action, filling);
  };
  const compose = (spot: Spot, value: Json) => fetchTask(seat, spot, "composeExtension/fetchTask", value);
  return {
    press,
    pressAction,
    cardsOf,
    dialog,
    submit: async (filling, title) => {
      const open = dialog();
      if (!open) throw new Impossible("No dialog is open.");
      const first = actionsOf(cardsOf(open)).find(({ type }) => type === "Action.Submit");
      return press(open, title ?? String(first?.["title"]), filling);
    },
    closeDialog: () => {
      world.dialogs.delete(person.id);
      world.changes.changed();
    },
    search: async (surface, input, query, filling = {}) => {
      const { id, "choices.data": asked } = inputNamed(cardsOf(surface), input);
      const { dataset = "", associatedInputs } = isJson(asked) ? asked : {};
      const data = associatedInputs === "auto" && valuesOf(cardsOf(surface), filling, (one) => offers.get(one) ?? []);
      const found = await search(seat, surface, { queryText: query, dataset, ...(data && { data }) });
      offers.set(String(id), [...found, ...(offers.get(String(id)) ?? [])].slice(0, 1000));
      return found;
    },
    messageAction: (commandId, message) =>
      compose(spotOf(seat, message), {
        ...{ commandId, commandContext: "message", context: { theme: "default" } },
        messagePayload: messagePayload(world, message),
      }),
    composeAction: (commandId) =>
      compose(
        { conversation: seat.conversation() },
        { commandId, commandContext: "compose", context: { theme: "default" } },
      ),
  };
}

/** The buttons of cards. */
export function actionsOf(cards: readonly Json[]): readonly Json[] {
  return partsOf(cards).filter(({ type }) => /^Action\.(?!ResetInputs)/.test(String(type)));
}

function isDialog(surface: Surface): surface is Dialog {
  return "title" in surface;
}

function spotOf({ world }: Seat, surface: Surface): Spot {
  if (isDialog(surface)) return surface;
  const conversation = world.conversations.get(surface.conversation);
  if (!conversation) throw new Impossible("That conversation is gone.");
  return { conversation, thread: surface.thread ?? surface.id };
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
async function submitted(
  seat: Seat,
  message: TeamsMessage,
  data: Json,
  sendFrom: Speaking["sendFrom"],
): Promise<Pressed> {
  const spot = spotOf(seat, message);
  const { msteams, ...rest } = data;
  const asked = isJson(msteams) ? msteams : {};
  const send = async (content: Json): Promise<Pressed> => ({ answer: await sendFrom(spot, content, message.id) });
  switch (asked["type"]) {
    case "task/fetch":
      return fetchTask(seat, spot, "task/fetch", { data, context: { theme: "default" } }, message.id);
    case "messageBack":
    case "imBack":
      return send({ text: asked["text"] ?? asked["value"], value: asked["value"] });
    default:
      return send({ value: asked["type"] === undefined ? rest : data });
  }
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
async function execute(seat: Seat, message: TeamsMessage, action: Json, data: Json): Promise<Pressed> {
  const { world, person } = seat;
  const { type, id, title, verb } = action;
  const value = { action: { type, id, title, verb, data }, trigger: "manual" };
  const spot = spotOf(seat, message);
  const answer = await invoke(seat, spot, { name: "adaptiveCard/action", value, replyToId: message.id });
  const failed = failureWords(answer);
  if (failed !== undefined) return { answer, problem: failed };
  const { statusCode, type: kind, value: given } = isJson(answer.body) ? answer.body : {};
  if (kind === "application/vnd.microsoft.activity.message") return { answer, notice: String(given) };
  if (statusCode !== 200 || kind !== "application/vnd.microsoft.card.adaptive") {
    const isKnown = typeof kind === "string" && kind.startsWith("application/vnd.microsoft.error");
    if (!isKnown) note(seat, "adaptiveCard/action", ["/: no such answer"], answer.body);
    return { answer, problem: "Something went wrong. Please try again." };
  }
  const problems = checkCard(given, "message");
  if (problems.length > 0) return { answer, problem: note(seat, "adaptiveCard/action", problems, given) };
  const current = world.messages.find((one) => one.id === message.id);
  changeMessage(world, message.id, { cardsFor: { ...current?.cardsFor, [person.id]: given as Json } });
  world.changes.changed();
  return { answer };
}

async function fetchTask(seat: Seat, spot: Spot, name: string, value: Json, replyToId?: string): Promise<Pressed> {
  const answer = await invoke(seat, spot, { name, value, replyToId });
  return shown(seat, answer, { ...spot, replyToId, ...(name !== "task/fetch" && { opened: value }) });
}

async function submitDialog(seat: Seat, dialog: Dialog, data: Json): Promise<Pressed> {
  const { opened, replyToId } = dialog;
  const name = opened ? "composeExtension/submitAction" : "task/submit";
  const answer = await invoke(seat, dialog, {
    name,
    value: { ...opened, data, context: { theme: "default" } },
    replyToId,
  });
  return shown(seat, answer, dialog);
}

/** Shows what a bot answers with a dialog: another one, a text, or nothing more. */
function shown(
  seat: Seat,
  answer: Delivered,
  from: Omit<Dialog, "id" | "title" | "height" | "width"> & { readonly id?: string },
): Pressed {
  const { world, person } = seat;
  const failed = failureWords(answer);
  if (failed !== undefined) return { answer, problem: failed };
  const task = isJson(answer.body) ? answer.body["task"] : undefined;
  const { id = world.newId(), conversation, thread, replyToId, opened } = from;
  const common = { id, conversation, thread, replyToId, opened };
  const show = (dialog: Dialog | undefined): Pressed => {
    if (dialog) world.dialogs.set(person.id, dialog);
    else world.dialogs.delete(person.id);
    world.changes.changed();
    return { answer };
  };
  if (!isJson(task)) return show(undefined);
  const { type, value } = task;
  if (type === "message") return show({ ...common, title: "", height: "small", width: "small", text: String(value) });
  const { title = "", height, width, card } = isJson(value) ? value : {};
  const content = isJson(card) ? card["content"] : undefined;
  const isSize = (size: unknown) => /^(undefined|\d+|small|medium|large)$/.test(String(size));
  const problems = [
    ...checkCard(content, "dialog"),
    ...(type === "continue" && typeof title === "string" ? [] : ["/task: neither a message nor a dialog with a title"]),
    ...(isSize(height) && isSize(width) ? [] : ["/task/value: height and width are pixels, small, medium or large"]),
  ];
  if (problems.length > 0) return { answer, problem: note(seat, "task", problems, task) };
  return show({ ...common, title: String(title), height, width, card: content as Json });
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
async function search(seat: Seat, surface: Surface, asked: Json): Promise<readonly Json[]> {
  const value = { ...asked, queryOptions: { skip: 0, top: 15 } };
  const replyToId = isDialog(surface) ? surface.replyToId : surface.id;
  const answer = await invoke(seat, spotOf(seat, surface), { name: "application/search", value, replyToId });
  const { type, value: given } = isJson(answer.body) ? answer.body : {};
  const results = isJson(given) ? given["results"] : undefined;
  const isSound = (one: unknown) => isJson(one) && typeof one["title"] === "string" && typeof one["value"] === "string";
  if (type === "application/vnd.microsoft.search.searchResponse" && Array.isArray(results) && results.every(isSound))
    return results.slice(0, 15);
  if (answer.error === undefined) note(seat, "application/search", ["/: no such answer"], answer.body);
  return [];
}

function note({ world }: Seat, where: string, problems: readonly string[], params: unknown): string {
  world.violations.push({ where, problems, params: isJson(params) ? params : { answer: params } });
  return "Something went wrong: this cannot be shown.";
}
