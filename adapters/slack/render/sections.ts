import type { types } from "@slack/bolt";
import type { Block, Card } from "../../../src/chat/message.ts";
import type { Text } from "../../../src/chat/text.ts";
import { visible } from "../../../src/chat/visible.ts";
import { rowButton } from "./buttons.ts";
import { guard, inert } from "./inert.ts";
import { limits } from "./limits.ts";
import { cutInert, type Look, mrkdwn, mrkdwnLine, verbatim } from "./text.ts";

/** A line of a message; one with a button is a section of its own, the others share theirs. */
interface Line {
  readonly markup: string;
  readonly button?: types.Button;
}

/** What a message may take of Slack's limits, the rest being for its buttons and its last line. */
const room = { sections: limits.blocks - 3, units: limits.messageText - 3000 } as const;

/** Title, texts, quotes and lists as sections, in their order; what is too much is counted in a last line. */
export function sections(card: Card, look: Look): readonly types.SectionBlock[] {
  const title = () => ({ markup: mrkdwnLine(card.title, look) });
  // Numbers the action ids of the rows; the actions row goes on after them.
  let rows = 0;
  const lines = card.blocks.flatMap((block) => blockLines(block, look, () => rows++));
  return packed([title, ...lines]);
}

/** Made only when there is room for it: of a list of thousands most are not. */
type LazyLine = () => Line;

function blockLines(block: Block, look: Look, nextRow: () => number): readonly LazyLine[] {
  switch (block.type) {
    case "text":
      return [() => ({ markup: mrkdwn(block.text, look).trim() })];
    case "quote":
      return [() => ({ markup: quoted(block.text) })];
    case "list":
      return block.rows.map(({ text, about, action }) => () => {
        const button = action && rowButton(action, nextRow());
        return { markup: rowMarkup(text, about, look), ...(button && { button }) };
      });
    case "note":
    case "actions":
      return [];
  }
}

/** Both lines of a row fit into one section. */
function rowMarkup(text: Text, about: Text | undefined, look: Look): string {
  if (about === undefined) return mrkdwnLine(text, look);
  const half = limits.sectionText / 2 - 1;
  return [mrkdwnLine(text, look, half), mrkdwnLine(about, look, half)].filter((line) => line !== "").join("\n");
}

/** Every line of it is marked, so that no line of it can stand outside. */
function quoted(text: string): string {
  const words = visible(text.slice(0, limits.sectionText)).trim();
  const rest = "> …";
  const marked: string[] = [];
  let left = limits.sectionText - rest.length;
  for (const line of words === "" ? [] : words.split("\n")) {
    const whole = `> ${inert(line.trim()) || guard}`;
    if (whole.length >= left) {
      marked.push(left > 10 ? `> ${cutInert(line.trim(), left - 3)}` : rest);
      return marked.join("\n");
    }
    marked.push(whole);
    left -= whole.length + 1;
  }
  return [...marked, ...(text.length > limits.sectionText ? [rest] : [])].join("\n");
}

function packed(lines: readonly LazyLine[]): readonly types.SectionBlock[] {
  const groups: Line[] = [];
  let units = 0;
  for (const [index, make] of lines.entries()) {
    const line = make();
    if (line.markup === "") continue;
    const last = groups.at(-1);
    const fits =
      last !== undefined &&
      last.button === undefined &&
      line.button === undefined &&
      last.markup.length + 1 + line.markup.length <= limits.sectionText;
    units += line.markup.length + (line.button?.text.text.length ?? 0) + 1;
    if (units > room.units || (!fits && groups.length >= room.sections)) {
      groups.push({ markup: `+ ${lines.length - index} more` });
      break;
    }
    if (fits) groups[groups.length - 1] = { markup: `${last.markup}\n${line.markup}` };
    else groups.push(line);
  }
  return groups.map(({ markup, button }, index) => ({
    type: "section",
    block_id: `text-${index}`,
    text: verbatim(markup),
    ...(button && { accessory: button }),
  }));
}
