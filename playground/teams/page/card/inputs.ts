import type { CardElement } from "adaptivecards";

/** What stands in the inputs of a card, by their ids: texts all, as Teams sends them; what is empty is left out. */
export function inputsOf(card: CardElement | undefined): Readonly<Record<string, string>> {
  const set = (card?.getAllInputs() ?? []).filter((input) => input.id !== undefined && input.isSet());
  return Object.fromEntries(set.map((input) => [input.id, String(input.value)]));
}
