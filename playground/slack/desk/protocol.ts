import type { KnownBlock, ModalView } from "@slack/types";
import type { ShownOverlay } from "../../desk/protocol.ts";
import type { Json } from "../world.ts";

/** A block that the platform has accepted: what the `body` of a message holds. What people type says the same in its text: theirs is empty. */
export type ShownBlock = KnownBlock & Json;

/** An open modal, in the platform's own shape: what the app gave, and what the platform adds. */
export interface ShownView extends ShownOverlay, Pick<ModalView, "title"> {
  readonly hash: string;
  readonly submit: ModalView["submit"] | null;
  readonly close: ModalView["close"] | null;
  readonly blocks: readonly ShownBlock[];
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>> };
}
