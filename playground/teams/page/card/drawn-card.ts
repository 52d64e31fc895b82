import { type Action, ActionSet, AdaptiveCard, ValidationEvent } from "adaptivecards";
import type { Json } from "../../world.ts";
import { readingContext, SearchInput } from "./elements.ts";
import { hostConfig } from "./host-config.ts";
import { preparedCard } from "./prepared-card.ts";

/** A card as elements of the page, and the places in it that the page fills itself. */
export interface DrawnCard {
  readonly card: AdaptiveCard;
  readonly element: HTMLElement | undefined;
  /** What stands behind `⋯` in a row of buttons. */
  readonly menus: readonly { readonly host: HTMLElement; readonly actions: readonly Action[] }[];
  readonly searches: readonly SearchInput[];
  /** The types of elements that are not known. */
  readonly unknown: readonly string[];
}

/** Draws a card. */
export function drawnCard(json: Json, press: (action: Action) => void): DrawnCard {
  const card = new AdaptiveCard();
  const context = readingContext();
  const hidden: (readonly Action[])[] = [];
  card.hostConfig = hostConfig;
  card.onExecuteAction = press;
  card.onRenderOverflowActions = (actions) => {
    hidden.push(actions);
    return true;
  };
  card.parse(preparedCard(json), context);
  const element = card.render();
  // Where the library says it at the element itself the page's style sheet would have no say.
  element?.style.removeProperty("padding");
  for (const row of element?.querySelectorAll(".ac-actionSet") ?? [])
    row.parentElement?.style.removeProperty("overflow");
  return {
    card,
    element,
    menus: hidden.flatMap((actions) => {
      const host = placeIn(actions);
      return host ? { host, actions } : [];
    }),
    searches: card
      .getAllInputs()
      .filter((input): input is SearchInput => input instanceof SearchInput && input.isSearched),
    unknown: Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index)).flatMap(
      ({ event, message }) =>
        event === ValidationEvent.UnknownElementType ? (/"(.+?)"/.exec(message)?.[1] ?? []) : [],
    ),
  };
}

/** A place for a menu at the end of the row to which its actions belong. */
function placeIn([first]: readonly Action[]): HTMLElement | undefined {
  const rows = first?.parent?.renderedElement?.querySelectorAll(".ac-actionSet");
  const row = first?.parent instanceof ActionSet ? rows?.item(0) : rows?.item(rows.length - 1);
  return row?.appendChild(document.createElement("span"));
}
