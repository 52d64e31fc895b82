import type { z } from "zod";
import { messageBlock, modalBlock, modalFrame } from "./blocks.ts";
import { inSlacksWords } from "./problem-words.ts";

/** Where blocks are shown; each place has its own limits. */
export type Surface = "message" | "modal";

const maxBlocks = { message: 50, modal: 100 } as const;

/**
 * Every rule of the platform that a message or the blocks of a modal break, as `/blocks/0/text/text: must be less than
 * 3001 characters`; empty for a sound one. A message needs a top-level text: it is what notifications and screen readers say.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function checkMessage(
  message: { readonly text?: unknown; readonly blocks?: unknown },
  surface: Surface,
): readonly string[] {
  const blocks = message.blocks === undefined ? [] : checkBlocks(message.blocks, surface);
  return surface === "message" ? [...checkText(message.text), ...blocks] : blocks;
}

/** The same for a whole view, its title and buttons included. */
export function checkView(view: unknown): readonly string[] {
  const frame = modalFrame.safeParse(view, { reportInput: true });
  if (!frame.success) return problemsOf(frame.error, "");
  const { blocks, submit } = frame.data;
  const input = blocks.findIndex((block) => isRecord(block) && block["type"] === "input");
  const needsSubmit = input >= 0 && submit === undefined;
  return [
    ...checkBlocks(blocks, "modal"),
    ...(needsSubmit ? [`/blocks/${input}/input: must define \`submit\` to use an \`input\` block in modals`] : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > 250_000 ? ["/: larger than 250 KB"] : []),
  ];
}

/** The rules that blocks break. */
export function checkBlocks(blocks: unknown, surface: Surface): readonly string[] {
  if (!Array.isArray(blocks)) return ["/blocks: must be an array"];
  const schema = surface === "message" ? messageBlock : modalBlock;
  const shapes = blocks.flatMap((block, index) => {
    const parsed = schema.safeParse(block, { reportInput: true });
    return parsed.success
      ? []
      : problemsOf(parsed.error, `/blocks/${index}`).flatMap(
          block?.type === "section" ? withSchemas : (problem) => [problem],
        );
  });
  return [
    ...(blocks.length > maxBlocks[surface] ? [`/blocks: no more than ${maxBlocks[surface]} items allowed`] : []),
    ...shapes,
    ...repeatedIds(blocks),
    ...(surface === "message" ? wholeMessage(blocks) : focus(blocks)),
  ];
}

function checkText(text: unknown): readonly string[] {
  if (typeof text !== "string" || text.trim() === "") return ["/text: a message needs a top-level text"];
  // chat.update refuses more; chat.postMessage recommends the same. https://docs.slack.dev/reference/methods/chat.update
  return text.length > 4000 ? ["/text: longer than 4000 characters"] : [];
}

/** Where a text may be of either kind, Slack says first that none of them fits. */
function withSchemas(problem: string): readonly string[] {
  const text = /^\/blocks\/\d+\/(?:text|fields\/\d+)(?=\/)/.exec(problem)?.[0];
  return text === undefined ? [problem] : [`${text}: failed to match all allowed schemas`, problem];
}

function repeatedIds(blocks: readonly unknown[]): readonly string[] {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    if (!isRecord(block)) return [];
    const id = block["block_id"];
    const problems =
      id !== undefined && seen.has(id)
        ? [`/blocks/${index}/block_id: \`block_id\` "${String(id)}" already exists`]
        : [];
    seen.add(id);
    const elements = Array.isArray(block["elements"]) ? block["elements"] : [];
    const actionIds = elements.map((element) => (isRecord(element) ? element["action_id"] : undefined));
    const repeated = actionIds.flatMap((actionId, place) =>
      actionId !== undefined && actionIds.indexOf(actionId) < place
        ? [`/blocks/${index}/elements/${place}/action_id: \`action_id\` "${String(actionId)}" already exists`]
        : [],
    );
    return [...problems, ...repeated];
  });
}

/** Rules about a message as a whole; the sum of all text is not documented, it was seen to be refused above. */
function wholeMessage(blocks: readonly unknown[]): readonly string[] {
  const ofType = (type: string) => blocks.filter((block) => isRecord(block) && block["type"] === type);
  const markdown = ofType("markdown").reduce<number>((sum, block) => sum + textLength(block), 0);
  return [
    ...(ofType("table").length > 1 ? ["/blocks: more than one table"] : []),
    ...(markdown > 12_000 ? ["/blocks: more than 12000 characters of markdown"] : []),
    ...(textLength(blocks) > 13_200 ? ["/blocks: more than 13200 characters of text"] : []),
  ];
}

function focus(blocks: readonly unknown[]): readonly string[] {
  const count = JSON.stringify(blocks).split('"focus_on_load":true').length - 1;
  return count > 1 ? ["/blocks: more than one element with focus_on_load"] : [];
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === "text" && typeof item === "string" ? item.length : textLength(item)),
    0,
  );
}

function problemsOf(error: z.ZodError, prefix: string): readonly string[] {
  return error.issues
    .flatMap((issue) => inSlacksWords(issue, prefix))
    .map(({ pointer, words }) => `${pointer || "/"}: ${words}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
