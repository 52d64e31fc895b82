import type { Block, Card, Row } from "../../../src/chat/message.ts";
import type { Text } from "../../../src/chat/text.ts";
import { visible } from "../../../src/chat/visible.ts";
import { type CardElement, textBlock } from "./elements.ts";
import { inertLine } from "./inert.ts";
import { limits } from "./limits.ts";
import { type Look, literalLine, markdownLine, markdownLines } from "./text.ts";

/** Title, texts, quotes and lists, in their order, in `units` of JSON at most; what is too much is counted in a last line. */
export function sections(card: Card, look: Look, units: number): readonly CardElement[] {
  const title = (): readonly CardElement[] => {
    const line = markdownLine(card.title, look);
    if (line === "") return [];
    // A sentence alone is a text like any other.
    const isTitle = isBold(card.title) || card.blocks.some(({ type }) => type !== "actions" && type !== "note");
    const first = textBlock(line, isTitle ? { size: "Medium" } : {});
    return card.tone === "bad" ? [{ type: "Container", style: "attention", bleed: true, items: [first] }] : [first];
  };
  return packed([title, ...card.blocks.flatMap((block) => blockLines(block, look))], units);
}

const isBold = (text: Text): boolean => typeof text !== "string" && text.some(({ type }) => type === "bold");

/** Made only when there is room for it: of a list of thousands most are not. */
type LazyLine = () => readonly CardElement[];

function blockLines(block: Block, look: Look): readonly LazyLine[] {
  switch (block.type) {
    case "text":
      return [() => markdownLines(block.text, look).map((line) => textBlock(line))];
    case "quote":
      return [() => quoted(block.text)];
    case "list":
      return block.rows.map((row) => () => rowLines(row, look));
    case "note":
    case "actions":
      return [];
  }
}

function rowLines({ text, about }: Row, look: Look): readonly CardElement[] {
  const line = markdownLine(text, look);
  const below = about === undefined ? "" : markdownLine(about, look);
  return [
    ...(line === "" ? [] : [textBlock(line)]),
    ...(below === "" ? [] : [textBlock(below, { spacing: "None", isSubtle: true })]),
  ];
}

/** Somebody else's words: a TextBlock has no quotes and no line ends, so each line is one of its own. */
function quoted(text: string): readonly CardElement[] {
  const lines = visible(text.slice(0, limits.quote))
    .split("\n")
    .map((line) => literalLine(line, 2 * limits.quote))
    .filter((line) => line !== "");
  const all = text.length > limits.quote ? [...lines, "…"] : lines;
  return all.map((line, index) =>
    textBlock(line, { spacing: index === 0 ? "Small" : "None", fontType: "Monospace", isSubtle: true }),
  );
}

function packed(lines: readonly LazyLine[], units: number): readonly CardElement[] {
  const all: CardElement[] = [];
  let left = units;
  for (const [index, make] of lines.entries()) {
    const made = make();
    for (const [place, element] of made.entries()) {
      left -= JSON.stringify(element).length + 1;
      if (left < 0 || all.length >= limits.elements) {
        const rest = made.length - place + lines.length - index - 1;
        return [...all, textBlock(inertLine(`+ ${rest} more`))];
      }
      all.push(element);
    }
  }
  return all;
}
