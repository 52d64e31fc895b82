import { decode } from "./decode.ts";
import { type ConfigMistake, formatPath } from "./mistake.ts";
import { readConfigText } from "./read-yaml.ts";
import { hideReferences } from "./reference.ts";
import { substitute } from "./substitute.ts";

/** Where a configuration's text is from. */
export interface OutlineSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/**
 * The data of a configuration of which a part is wanted, before everything else in it is right: a manifest comes before the
 * app, and the app before its secrets. Only mistakes at the paths that `isWanted` names count.
 */
export async function readOutline(
  text: string,
  surroundings: OutlineSurroundings,
  isWanted: RegExp,
): Promise<{ readonly value?: unknown; readonly mistakes: readonly ConfigMistake[] }> {
  const read = readConfigText(hideReferences(text));
  if (read.type === "mistake") return { mistakes: [inLine("", read.mistake.line, read.mistake.message)] };
  const data = await substitute(read.value, surroundings);
  const decoded = decode(data);
  const mistakes = (decoded.type === "mistakes" ? decoded.mistakes : []).flatMap(({ at, message }) => {
    const path = formatPath(at);
    return isWanted.test(path) ? [inLine(path, read.lineOf(at), message)] : [];
  });
  return mistakes.length > 0 ? { mistakes } : { value: data.value, mistakes };
}

function inLine(path: string, line: number | undefined, message: string): ConfigMistake {
  return { path, ...(line !== undefined && { line }), message };
}
