import { suggestedOptions } from "../block-objects.ts";
import type { Acknowledgement } from "../delivery.ts";
import { elementsOf, type Field, keptValues, stateKey, stateOf } from "../form-state.ts";
import { withState } from "../modals.ts";
import { interaction, place } from "../payloads.ts";
import type { Json } from "../world.ts";
import { type ElementIds, elementAt } from "./exact.ts";
import { fill } from "./form-filling.ts";
import { interact, responseUrl, type Seat } from "./seat.ts";
import { choicesOf, findButton, findChoice, findField, isView, type Surface, textOf } from "./surface.ts";

/** What a menu whose choices come from the app shows. */
export interface Suggestions {
  /** Undefined when Slack did not ask: the text was shorter than `min_query_length`. */
  readonly acknowledgement: Acknowledgement | undefined;
  readonly options: readonly Json[];
  readonly labels: readonly string[];
  /** The options under their headings, when the app gave them so. */
  readonly groups?: readonly Json[];
}

/** What a person clicks. */
export interface Clicking {
  /** Presses a button: by label, action_id or place among the buttons. */
  readonly press: (surface: Surface, which: string | number) => Promise<Acknowledgement>;
  /** Uses an element, named by its ids, after which it has this state. Undefined for an input that does not tell the app. */
  readonly use: (surface: Surface, ids: ElementIds, state: Json) => Promise<Acknowledgement | undefined>;
  /** Picks a line of an overflow menu by its label or value. */
  readonly pickOverflow: (surface: Surface, label: string) => Promise<Acknowledgement>;
  /** Chooses or types in an input that tells the app at once. Undefined when it does not. */
  readonly choose: (surface: Surface, field: string, value: unknown) => Promise<Acknowledgement | undefined>;
  /** Types into an external menu, named by action_id, block_id or label. */
  readonly typeahead: (surface: Surface, field: string | ElementIds, query: string) => Promise<Suggestions>;
  /** What may be chosen in an external menu now: what it showed last, and what stands in it. */
  readonly offeredIn: (surface: Surface, field: Field) => readonly Json[];
}

/** The choices that external menus showed, by field, the latest first. */
export type Shown = Map<string, readonly Json[]>;

/** Which field of which surface, as a key. */
export function shownKey(surface: Surface, field: Field): string {
  return `${isView(surface) ? surface.id : surface.ts} ${field.blockId} ${field.actionId}`;
}

/** What the person in this seat can click. */
export function clicking(seat: Seat, shown: Shown): Clicking {
  return {
    press: (surface, which) => {
      const button = findButton(surface, which);
      return act(seat, surface, button, button.element);
    },
    use: async (surface, ids, state) => {
      const field = exactly(surface, ids);
      if (isQuiet(field)) return undefined;
      return act(seat, surface, field, field.element["type"] === "button" ? field.element : state);
    },
    pickOverflow: (surface, label) => {
      const menus = overflows(surface);
      const menu = menus.find(({ element }) => choicesOf(element).some((choice) => isNamed(choice, label)));
      const all = menus.flatMap(({ element }) => choicesOf(element));
      const option = findChoice(all, label);
      if (!menu) throw new Error(`No overflow menu with "${label}".`);
      return act(seat, surface, menu, { type: "overflow", selected_option: option });
    },
    choose: async (surface, named, value) => {
      const field = findField(surface, named);
      const current = isView(surface) ? withFilling(seat, surface, { [named]: value }, shown) : surface;
      if (isQuiet(field)) return undefined;
      const state = isView(current)
        ? (current.state.values[field.blockId]?.[field.actionId] ?? {})
        : stateOf(field.element, chosen(field, value, shown.get(shownKey(surface, field)) ?? []));
      return act(seat, current, field, state);
    },
    typeahead: (surface, named, query) =>
      typeahead(
        seat,
        surface,
        typeof named === "string" ? findField(surface, named) : exactly(surface, named),
        query,
        shown,
      ),
    offeredIn: (surface, field) => [...(shown.get(shownKey(surface, field)) ?? []), ...standing(surface, field)],
  };
}

function exactly(surface: Surface, ids: ElementIds): Field {
  const field = elementAt(surface, ids);
  if (field) return field;
  throw new Error(`No element "${ids.blockId}", "${ids.actionId}".`);
}

/** Whether an input keeps what is typed to itself until the form is sent. */
function isQuiet({ block }: Field): boolean {
  return block["type"] === "input" && block["dispatch_action"] !== true;
}

function standing(surface: Surface, { blockId, actionId, element }: Field): readonly Json[] {
  const state = isView(surface) ? surface.state.values[blockId]?.[actionId] : undefined;
  const key = stateKey(String(element["type"]));
  return [state?.[key], element[key.replace("selected", "initial")]]
    .flat()
    .filter((option): option is Json => typeof option === "object" && option !== null);
}

function withFilling(seat: Seat, view: Extract<Surface, { root_view_id: string }>, filling: Json, shown: Shown) {
  const values = fill(view, filling, (field) => shown.get(shownKey(view, field)) ?? []);
  return withState(seat.world, view, values);
}

function chosen(field: Field, value: unknown, suggested: readonly Json[]): unknown {
  const isMenu = stateKey(String(field.element["type"])) === "selected_option";
  return isMenu ? findChoice([...choicesOf(field.element), ...suggested], value) : value;
}

function overflows(surface: Surface): readonly Field[] {
  return elementsOf(surface.blocks ?? []).filter(({ element }) => element["type"] === "overflow");
}

function isNamed(choice: Json, label: string): boolean {
  return textOf(choice["text"]) === label || choice["value"] === label;
}

function act(seat: Seat, surface: Surface, { blockId, actionId }: Field, action: Json): Promise<Acknowledgement> {
  const { world, actor } = seat;
  const { confirm: _confirm, accessibility_label: _label, ...sent } = action;
  const common = {
    ...interaction(world, actor, "block_actions", isView(surface) ? surface.id : undefined),
    ...place(world, surface),
    actions: [{ ...sent, action_id: actionId, block_id: blockId, action_ts: world.newTs() }],
  };
  if (isView(surface)) return interact(seat, common);
  const values = keptValues(surface.blocks ?? [], [], {});
  const changed = values[blockId]?.[actionId] ? { [blockId]: { ...values[blockId], [actionId]: stateIn(action) } } : {};
  return interact(seat, {
    ...common,
    state: { values: { ...values, ...changed } },
    response_url: responseUrl(seat, "actions", surface),
  });
}

/** What an action says of the state of its element. */
function stateIn(action: Json): Json {
  return Object.fromEntries(
    Object.entries(action).filter(([key]) => key === "type" || /^(selected_|value$)/.test(key)),
  );
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select */
async function typeahead(
  seat: Seat,
  surface: Surface,
  field: Field,
  query: string,
  shown: Shown,
): Promise<Suggestions> {
  const { world, actor } = seat;
  if (query.length < Number(field.element["min_query_length"] ?? 3))
    return { acknowledgement: undefined, options: [], labels: [] };
  const { trigger_id: _trigger, ...common } = interaction(world, actor, "block_suggestion");
  const acknowledgement = await interact(seat, {
    ...common,
    ...place(world, surface),
    action_id: field.actionId,
    block_id: field.blockId,
    value: query,
  });
  const parsed = suggestedOptions.safeParse(acknowledgement.body);
  if (!parsed.success)
    world.violations.push({
      where: "block_suggestion",
      problems: parsed.error.issues.map((issue) => `/${issue.path.join("/")}: ${issue.message}`),
      params: { answer: acknowledgement.body },
    });
  const options = parsed.success ? choicesOf(parsed.data) : [];
  const key = shownKey(surface, field);
  // What was chosen stays chosen while one looks for something else.
  shown.set(key, [...options, ...(shown.get(key) ?? [])].slice(0, 1000));
  const labels = options.map((option) => textOf(option["text"]));
  const groups = parsed.success && "option_groups" in parsed.data ? { groups: parsed.data.option_groups } : {};
  return { acknowledgement, options, labels, ...groups };
}
