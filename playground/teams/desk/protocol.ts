import type { ShownOverlay } from "../../desk/protocol.ts";
import type { Json } from "../world.ts";

/** What a message shows besides its text, as its `body`; somebody for whom a card was replaced gets theirs. */
export interface ShownBody {
  /** What stands above the cards; "" where they say everything. */
  readonly text: string;
  /** The contents of its Adaptive Cards. */
  readonly cards: readonly Json[];
  /** Who is mentioned in the text: `<at>Mia Chen</at>` and the id of somebody of the workspace. */
  readonly mentions: readonly { readonly text: string; readonly id: string }[];
}

/** An open dialog: what the app answers to it comes in its place, with the same `id`. */
export interface ShownDialog extends ShownOverlay {
  readonly title: string;
  readonly card?: Json;
  /** In place of a card. */
  readonly text?: string;
}
