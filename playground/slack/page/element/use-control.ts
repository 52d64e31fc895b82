import type { ActionsBlockElement, ImageElement, InputBlockElement, SectionBlockAccessory } from "@slack/types";
import { type AriaAttributes, useContext, useRef, useState } from "react";
import { useProblem } from "../../../page/use-problem.ts";
import { initialState, stateKey, stateOf } from "../../form-state.ts";
import type { Json } from "../../world.ts";
import { useSlack } from "../use-slack.ts";
import { FormContext } from "./form.ts";
import type { Surface } from "./surface.ts";

/** What somebody can use in a section, among actions or in an input. */
export type Interactive = Exclude<ActionsBlockElement | InputBlockElement | SectionBlockAccessory, ImageElement>;

/** An element, and where it stands. */
export interface ElementProps {
  readonly element: Interactive;
  readonly blockId: string;
  readonly surface: Surface;
  /** What the input block around it says of it; undefined in a section or among actions: it then tells the app at once. */
  readonly input?: {
    readonly attributes: AriaAttributes & { readonly id: string };
    /** Whether the app wants to know of every change: `dispatch_action`. */
    readonly isTold: boolean;
  };
}

/** What an element shows, and what comes of using it. */
export type Control = ReturnType<typeof useControl>;

/** Connects an element with its state and with the app. */
export function useControl({ element, blockId, surface, input }: ElementProps) {
  const live = useSlack();
  const form = useContext(FormContext);
  const at = { surface, blockId, actionId: element.action_id ?? "" };
  const [own, setOwn] = useState(() => initialState({ ...element }));
  const state = form?.values[blockId]?.[at.actionId] ?? own;
  const told = useRef(state);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useProblem();
  const [asked, setAsked] = useState<Json>();
  const confirm = "confirm" in element ? element.confirm : undefined;
  const isTold = input?.isTold ?? true;
  const isPressed = element.type === "button" || element.type === "overflow";

  const keepState = form === undefined ? setOwn : (next: Json) => form.change(blockId, at.actionId, next);
  const send = async (next: Json): Promise<void> => {
    setPending(true);
    const result = await live.act({ do: "use", ...at, state: next, ...(form && { values: form.values }) });
    if (result.problem === undefined) told.current = next;
    setPending(false);
    setProblem(result.problem);
  };
  const tell = (next: Json): void => {
    if (confirm === undefined) void send(next);
    else setAsked(next);
  };
  const answer = (isYes: boolean): void => {
    setAsked(undefined);
    if (asked && isYes) void send(asked);
    else if (!isPressed) keepState(told.current);
  };
  const attributes: AriaAttributes & { readonly id?: string } = input?.attributes ?? { "aria-label": nameOf(element) };
  return {
    /** What stands in it: a text, an option, the ids of people. Null or an empty list for nothing. */
    value: state[stateKey(element.type)],
    /** Why the app could not be told. */
    problem,
    /** Whether changes matter to the app before the form is sent. */
    isTold,
    attributes: {
      ...attributes,
      "aria-busy": isPending || undefined,
      "data-focus-first": ("focus_on_load" in element && element.focus_on_load) || undefined,
    },
    /** Puts a value into it. */
    keep: (value: unknown) => keepState(stateOf({ type: element.type }, value)),
    /** Tells the app what stands in it, if it wants to know and does not yet. */
    settle: (value: unknown) => {
      const next = stateOf({ type: element.type }, value);
      if (isTold && JSON.stringify(next) !== JSON.stringify(told.current)) tell(next);
    },
    /** Tells the app that something was pressed. */
    press: (action: Json) => {
      if (!isPending) tell(action);
    },
    /** Asks the app what to offer for what was typed. */
    suggest: (query: string) => live.act({ do: "suggest", ...at, query }),
    /** What is to be answered before the app is told. */
    question: confirm && asked && { confirm, answer },
  };
}

/** Outside an input nothing else names a menu but what it says while it is empty. */
function nameOf(element: Interactive): string | undefined {
  if (element.type === "button") return element.accessibility_label;
  return "placeholder" in element && element.placeholder ? element.placeholder.text : "Choose";
}
