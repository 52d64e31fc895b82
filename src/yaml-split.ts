/** One document's stretch of a YAML stream, its markers and directives included. */
export interface YamlSegment {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Line where its content begins: what people call the document's line. */
  readonly contentLine: number;
}

const marker = /(?:^|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;
const preamble = String.raw`(?:[ \t\r]*(?:#[^\n]*)?\n|%[^\n]*\n)*`;
const onlyPreamble = new RegExp(`^${preamble}[ \\t\\r]*(?:#[^\\n]*)?$`);
const beforeContent = new RegExp(`^${preamble}(?:---[ \\t\\r]*(?:#[^\\n]*)?\\n${preamble})?`);

/**
 * Cuts a YAML stream at its document markers, so that each document can be read whatever its neighbours hold.
 * Markers count only at the start of a line, where YAML allows them in no scalar; a stretch of mere comments
 * between documents is none of them. Only line feeds end a line, as in the `yaml` package that Backstage uses.
 */
export function* splitYaml(text: string): Generator<YamlSegment> {
  const cut = cutter(text);
  let start = 0;
  let isOpen = false;
  for (const match of text.matchAll(marker)) {
    const at = match.index + match[0].length - 3;
    const isEmpty = !isOpen && onlyPreamble.test(text.slice(start, at));
    if (match[1] === "---") {
      if (!isEmpty) {
        yield cut(start, at);
        start = at;
      }
      isOpen = true;
    } else {
      const end = endOfLine(text, at);
      if (!isEmpty) yield cut(start, end);
      start = end;
      isOpen = false;
    }
  }
  if (isOpen || !onlyPreamble.test(text.slice(start))) yield cut(start, text.length);
}

function cutter(text: string): (start: number, end: number) => YamlSegment {
  let counted = 0;
  let line = 1;
  return (start, end) => {
    line += countLines(text, counted, start);
    counted = start;
    const segment = start === 0 && end === text.length ? text : text.slice(start, end);
    const skipped = beforeContent.exec(segment)?.[0].length ?? 0;
    const content = skipped === segment.length ? markerOffset(segment) : skipped;
    return { text: segment, line, contentLine: line + countLines(segment, 0, content) };
  };
}

function markerOffset(segment: string): number {
  if (segment.startsWith("---")) return 0;
  return Math.max(segment.indexOf("\n---") + 1, 0);
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed === -1 ? text.length : feed + 1;
}

/** How many line feeds lie in `[from, to)`. */
export function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
