import { createContext } from "react";
import type { FormValues, Json } from "../../world.ts";

/** The form in which inputs stand. */
export interface Form {
  readonly values: FormValues;
  /** By block_id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly change: (blockId: string, actionId: string, state: Json) => void;
}

/** The form of the modal; undefined in a message, where each element keeps its own state. */
export const FormContext = createContext<Form | undefined>(undefined);
