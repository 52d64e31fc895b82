import type { Json, World } from "./world.ts";

/** Blocks as Slack keeps and shows them: with ids where the app gave none, and with the default of each text object. */
export function asShown(world: World, blocks: readonly Json[]): readonly Json[] {
  return blocks.map((block) => {
    return { ...(withDefaults(world, block) as Json), block_id: block["block_id"] ?? world.newId("b") };
  });
}

function withDefaults(world: World, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(world, item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withDefaults(world, item)]);
  const shown = Object.fromEntries(entries) as Json;
  if (shown["type"] === "plain_text") return { ...shown, emoji: shown["emoji"] ?? true };
  if (shown["type"] === "mrkdwn") return { ...shown, verbatim: shown["verbatim"] ?? false };
  return isInteractive(shown) ? { ...shown, action_id: shown["action_id"] ?? world.newId("a") } : shown;
}

function isInteractive(element: Json): boolean {
  return /^(button|overflow|checkboxes|radio_buttons|.*_select|.*picker|.*_input)$/.test(String(element["type"]));
}
