import type { Action } from "../../src/chat/message.ts";
import type { Ink } from "./text.ts";

/** What a message is written on: how wide it is, what ink there is, and which number presses which button. */
export interface Sheet extends Ink {
  readonly columns: number;
  readonly isNumbered: boolean;
  numberOf(action: Action): number | undefined;
}
