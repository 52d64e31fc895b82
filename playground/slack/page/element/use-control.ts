import type { ActionsBlockElement, ImageElement, InputBlockElement, SectionBlockAccessory } from "@slack/types";
import { useContext, useRef, useState } from "react";
import { keptValues, stateKey, stateOf } from "../../form-state.ts";
import type { Json } from "../../world.ts";
import { useLive } from "../live.ts";
import { type Form, FormContext, type Input, InputContext, withState } from "./form.ts";
import type { Surface } from "./surface.ts";

/** Everything that can stand in a section, among actions or in an input. */
export type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** What somebody can use. */
export type Interactive = Exclude<AnyElement, ImageElement>;

/** What an element shows, and what comes of using it. */
export type Control = ReturnType<typeof useControl>;

/** The element's id, its name and its description. */
export interface ControlAttributes {
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
  readonly "aria-required"?: true;
  readonly "aria-busy"?: true;
  readonly "data-focus-first"?: true;
}

/** Connects an element with its state and with the app. */
export function useControl(element: Interactive, blockId: string, surface: Surface) {
  const live = useLive();
  const form = useContext(FormContext);
  const input = useContext(InputContext);
  const actionId = element.action_id ?? "";
  const [state, keepState] = useElementState(element, blockId, form);
  const told = useRef(state);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [asked, setAsked] = useState<Json>();
  const confirm = "confirm" in element ? element.confirm : undefined;
  const isTold = input?.isTold ?? true;

  const send = async (next: Json): Promise<void> => {
    setPending(true);
    // Of a modal the app sees all that was typed, of a button no state.
    const values = form && (isPressed(element) ? form.values : withState(form.values, blockId, actionId, next));
    const result = await live.act({ do: "use", surface, blockId, actionId, state: next, ...(values && { values }) });
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
    else if (!isPressed(element)) keepState(told.current);
  };
  return {
    surface,
    blockId,
    actionId,
    /** What stands in it: a text, an option, the ids of people. Null or an empty list for nothing. */
    value: state[stateKey(element.type)],
    /** Whether the app is being told. */
    isPending,
    /** Why the app could not be told. */
    problem,
    /** Whether changes matter to the app before the form is sent. */
    isTold,
    isInForm: form !== undefined,
    attributes: attributesOf(element, input, isPending),
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
    /** What is to be answered before the app is told. */
    question: confirm && asked && { confirm, answer },
  };
}

/** The state that the form keeps; in a message its own, until an update gives it another initial value. */
function useElementState(element: Interactive, blockId: string, form: Form | undefined) {
  const actionId = element.action_id ?? "";
  const initial = JSON.stringify(initialState(element, blockId));
  const [own, setOwn] = useState({ initial, state: initial });
  const state: Json = form?.values[blockId]?.[actionId] ?? JSON.parse(own.initial === initial ? own.state : initial);
  const keep = (next: Json): void => {
    if (form === undefined) setOwn({ initial, state: JSON.stringify(next) });
    else form.change(blockId, actionId, next);
  };
  return [state, keep] as const;
}

/** The state of an element that nobody has touched; empty for one that has none. */
export function initialState(element: Interactive, blockId: string): Json {
  const block = { block_id: blockId, element: { action_id: "", ...element } };
  return keptValues([block], [], {})[blockId]?.[element.action_id ?? ""] ?? {};
}

function attributesOf(element: Interactive, input: Input | undefined, isPending: boolean): ControlAttributes {
  return {
    ...(input ? { id: input.inputId } : !isPressed(element) && { "aria-label": nameOf(element) }),
    ...(input?.describedBy && { "aria-describedby": input.describedBy }),
    ...(input?.isInvalid && { "aria-invalid": true }),
    ...(input?.isRequired && { "aria-required": true }),
    ...(isPending && { "aria-busy": true }),
    ...("focus_on_load" in element && element.focus_on_load && { "data-focus-first": true }),
  };
}

function isPressed({ type }: Interactive): boolean {
  return type === "button" || type === "overflow";
}

/** Beside a section or among actions nothing else names a menu but what it says while it is empty. */
function nameOf(element: Interactive): string {
  if ("placeholder" in element && element.placeholder) return element.placeholder.text;
  return /picker$/.test(element.type) ? "Choose a date or time" : "Choose";
}
