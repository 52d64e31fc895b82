import { BotError } from "../errors.ts";
import type { FormFlow, Press, Shortcut, ShortcutInfo } from "./interaction.ts";

/** The registered flows, presses and shortcuts by their ids; each kind has ids of its own. */
export interface InteractionTable {
  /** @throws BotError `conflict` when the id is taken, as the two below */
  addFlow(flow: FormFlow): void;
  addPress(press: Press): void;
  addShortcut(shortcut: Shortcut): void;
  flow(id: string): FormFlow | undefined;
  press(id: string): Press | undefined;
  shortcut(id: string): Shortcut | undefined;
  /** In the order of their registration. */
  shortcuts(): readonly ShortcutInfo[];
}

/** An empty table. */
export function createInteractionTable(): InteractionTable {
  const flows = new Map<string, FormFlow>();
  const presses = new Map<string, Press>();
  const shortcuts = new Map<string, Shortcut>();
  return {
    addFlow: (flow) => add(flows, "form flows", flow),
    addPress: (press) => add(presses, "presses", press),
    addShortcut: (shortcut) => add(shortcuts, "shortcuts", shortcut),
    flow: (id) => flows.get(id),
    press: (id) => presses.get(id),
    shortcut: (id) => shortcuts.get(id),
    shortcuts: () => [...shortcuts.values()].map(({ id, name, description, on }) => ({ id, name, description, on })),
  };
}

function add<T extends { readonly id: string }>(table: Map<string, T>, kind: string, entry: T): void {
  if (table.has(entry.id)) throw new BotError("conflict", `Two ${kind} have the id \`${entry.id}\`. Rename one.`);
  table.set(entry.id, entry);
}
