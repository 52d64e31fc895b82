import { messageBlock, modalBlock, modalFrame } from "./blocks.ts";
import { problemsOf } from "./problem-words.ts";
import { isJson } from "./world.ts";

/**
 * Every rule of the platform that a message breaks, as `/blocks/0/text/text: must be less than 3001 characters`; empty for
 * a sound one. A message needs a top-level text: it is what notifications and screen readers say.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function checkMessage(message: { readonly text?: unknown; readonly blocks?: unknown }): readonly string[] {
  const blocks = message.blocks === undefined ? [] : checkBlocks(message.blocks);
  return [...checkText(message.text), ...blocks];
}

/** What is wrong with a top-level text. */
export function checkText(text: unknown): readonly string[] {
  if (typeof text !== "string" || text.trim() === "") return ["/text: a message needs a top-level text"];
  // chat.update refuses more; chat.postMessage recommends the same. https://docs.slack.dev/reference/methods/chat.update
  return text.length > 4000 ? ["/text: longer than 4000 characters"] : [];
}

/** The same for a whole view, its title and buttons included. */
export function checkView(view: unknown): readonly string[] {
  const frame = modalFrame.safeParse(view, { reportInput: true });
  if (!frame.success) return problemsOf(frame.error);
  const { blocks, submit } = frame.data;
  const input = blocks.findIndex((block) => isJson(block) && block["type"] === "input");
  const focused = JSON.stringify(blocks).split('"focus_on_load":true').length - 1;
  return [
    ...shapes(blocks, modalBlock, 100),
    ...(focused > 1 ? ["/blocks: more than one element with focus_on_load"] : []),
    ...(input >= 0 && submit === undefined
      ? [`/blocks/${input}/input: must define \`submit\` to use an \`input\` block in modals`]
      : []),
    ...(Buffer.byteLength(JSON.stringify(view)) > 250_000 ? ["/: larger than 250 KB"] : []),
  ];
}

/** The rules that the blocks of a message break; the sum of all text is not documented, it was seen to be refused above. */
export function checkBlocks(blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks)) return ["/blocks: must be an array"];
  const ofType = (type: string) => blocks.filter((block) => isJson(block) && block["type"] === type);
  return [
    ...shapes(blocks, messageBlock, 50),
    ...(ofType("table").length > 1 ? ["/blocks: more than one table"] : []),
    ...(textLength(ofType("markdown")) > 12_000 ? ["/blocks: more than 12000 characters of markdown"] : []),
    ...(textLength(blocks) > 13_200 ? ["/blocks: more than 13200 characters of text"] : []),
  ];
}

function shapes(
  blocks: readonly unknown[],
  schema: typeof messageBlock | typeof modalBlock,
  max: number,
): readonly string[] {
  const broken = blocks.flatMap((block, index) => {
    const parsed = schema.safeParse(block, { reportInput: true });
    const problems = parsed.success ? [] : problemsOf(parsed.error, `/blocks/${index}`);
    return isJson(block) && block["type"] === "section" ? problems.flatMap(withSchemas) : problems;
  });
  return [
    ...(blocks.length > max ? [`/blocks: no more than ${max} items allowed`] : []),
    ...broken,
    ...repeated(blocks, "block_id", "/blocks"),
    ...blocks.flatMap((block, index) => {
      const elements = isJson(block) ? block["elements"] : undefined;
      return Array.isArray(elements) ? repeated(elements, "action_id", `/blocks/${index}/elements`) : [];
    }),
  ];
}

/** Where a text may be of either kind, Slack says first that none of them fits. */
function withSchemas(problem: string): readonly string[] {
  const text = /^\/blocks\/\d+\/(?:text|fields\/\d+)(?=\/)/.exec(problem)?.[0];
  return text === undefined ? [problem] : [`${text}: failed to match all allowed schemas`, problem];
}

function repeated(items: readonly unknown[], name: "block_id" | "action_id", pointer: string): readonly string[] {
  const ids = items.map((item) => (isJson(item) ? item[name] : undefined));
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index
      ? [`${pointer}/${index}/${name}: \`${name}\` "${String(id)}" already exists`]
      : [],
  );
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isJson(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === "text" && typeof item === "string" ? item.length : textLength(item)),
    0,
  );
}
