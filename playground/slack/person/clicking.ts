import { suggestedOptions } from "../block-objects.ts";
import type { Acknowledgement } from "../delivery.ts";
import { type Field, keptValues } from "../form-state.ts";
import { interaction, place } from "../payloads.ts";
import { problemsOf } from "../problem-words.ts";
import type { Json } from "../world.ts";
import { type ElementIds, elementAt } from "./exact.ts";
import { filled, stateWith } from "./form-filling.ts";
import type { Offers } from "./offers.ts";
import { interact, responseUrl, type Seat } from "./seat.ts";
import { choicesOf, elementsIn, findButton, findChoice, findField, isView, type Surface, textOf } from "./surface.ts";

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
  /** Presses a button: by label or action_id. */
  readonly press: (surface: Surface, which: string) => Promise<Acknowledgement>;
  /** Uses an element, named by its ids, after which it has this state. Undefined for an input that does not tell the app. */
  readonly use: (surface: Surface, ids: ElementIds, state: Json) => Promise<Acknowledgement | undefined>;
  /** Picks a line of an overflow menu by its label or value. */
  readonly pickOverflow: (surface: Surface, label: string) => Promise<Acknowledgement>;
  /** Chooses or types in an input that tells the app at once. Undefined when it does not. */
  readonly choose: (surface: Surface, field: string, value: unknown) => Promise<Acknowledgement | undefined>;
  /** Types into an external menu, named by action_id, block_id or label. */
  readonly typeahead: (surface: Surface, field: string | ElementIds, query: string) => Promise<Suggestions>;
  /** What may be chosen in an external menu now. */
  readonly offeredIn: Offers["in"];
}

/** What the person in this seat can click. */
export function clicking(seat: Seat, offers: Offers): Clicking {
  const use: Clicking["use"] = async (surface, ids, state) => {
    const field = exactly(surface, ids);
    // An input keeps what is typed to itself until the form is sent, unless it is asked to tell.
    if (field.block["type"] === "input" && field.block["dispatch_action"] !== true) return undefined;
    return act(seat, surface, field, field.element["type"] === "button" ? field.element : state);
  };
  return {
    use,
    press: (surface, which) => {
      const button = findButton(surface, which);
      return act(seat, surface, button, button.element);
    },
    pickOverflow: (surface, label) => {
      const lines = elementsIn(surface, "overflow").flatMap((menu) =>
        choicesOf(menu.element).map((option) => ({ ...option, menu, option })),
      );
      const { menu, option } = findChoice(lines, label) as (typeof lines)[number];
      return act(seat, surface, menu, { type: "overflow", selected_option: option });
    },
    choose: async (surface, named, value) => {
      const field = findField(surface, named);
      const state = stateWith(field, value, (menu) => offers.in(surface, menu));
      return use(isView(surface) ? filled(seat.world, surface, { [named]: value }, offers) : surface, field, state);
    },
    typeahead: (surface, which, query) => {
      const field = typeof which === "string" ? findField(surface, which) : exactly(surface, which);
      return typeahead(seat, surface, field, query, offers);
    },
    offeredIn: offers.in,
  };
}

function exactly(surface: Surface, ids: ElementIds): Field {
  const field = elementAt(surface, ids);
  if (field) return field;
  throw new Error(`No element "${ids.blockId}", "${ids.actionId}".`);
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
  offers: Offers,
): Promise<Suggestions> {
  const { world, actor } = seat;
  if (query.length < Number(field.element["min_query_length"] ?? 3))
    return { acknowledgement: undefined, options: [], labels: [] };
  const { trigger_id: _trigger, ...common } = interaction(world, actor, "block_suggestion");
  const { actionId: action_id, blockId: block_id } = field;
  const asked = { ...common, ...place(world, surface), action_id, block_id, value: query };
  const acknowledgement = await interact(seat, asked);
  const { success, data, error } = suggestedOptions.safeParse(acknowledgement.body);
  if (!success)
    world.violations.push({
      where: "block_suggestion",
      problems: problemsOf(error),
      params: { answer: acknowledgement.body },
    });
  const options = success ? choicesOf(data) : [];
  offers.add(surface, field, options);
  const labels = options.map((option) => textOf(option["text"]));
  return {
    acknowledgement,
    options,
    labels,
    ...(success && "option_groups" in data && { groups: data.option_groups }),
  };
}
