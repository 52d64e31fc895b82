import { createContext } from "react";
import type { ShownView } from "../../desk/protocol.ts";
import { keptValues } from "../../form-state.ts";
import type { FormValues, Json } from "../../world.ts";

/** What stands in the inputs of a modal that was not sent yet, and the blocks for which it was typed. */
export interface Draft {
  readonly blocks: readonly Json[];
  readonly values: FormValues;
}

/** What the inputs show after the modal was changed: what was typed stays where block_id and action_id stay. */
export function carried(draft: Draft, { blocks }: Pick<ShownView, "blocks">): Draft {
  return { blocks, values: keptValues(blocks, draft.blocks, draft.values) };
}

/** The values with another state of one input. */
export function withState(values: FormValues, blockId: string, actionId: string, state: Json): FormValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}

/** The form in which inputs stand. */
export interface Form {
  readonly values: FormValues;
  /** By block_id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly change: (blockId: string, actionId: string, state: Json) => void;
}

/** The form of the modal; undefined in a message, where each element keeps its own state. */
export const FormContext = createContext<Form | undefined>(undefined);

/** What an input block says of the element in it. */
export interface Input {
  readonly inputId: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly isRequired: boolean;
  /** Whether the app wants to know of every change: `dispatch_action`. */
  readonly isTold: boolean;
}

/** The input block around an element; undefined when it stands in a section or among actions: it then tells at once. */
export const InputContext = createContext<Input | undefined>(undefined);
