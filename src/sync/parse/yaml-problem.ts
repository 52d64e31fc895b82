import type { YamlDocument } from "../../yaml.ts";
import { quote } from "./quote.ts";

const causes: readonly (readonly [pattern: RegExp, message: string, fix: string])[] = [
  [/duplicated mapping key/, "a key appears twice in the same place", "Remove or rename one of the two."],
  [/tab char/, "a tab indents it", "Indent with spaces."],
  [/deficient indentation/, "a quote or bracket is never closed", "Close it, or indent the lines that belong to it."],
  [/bad indentation/, "the indentation does not fit the lines before", "Line the keys up."],
  [
    /mapping values|implicit mapping pair|colon is missed/,
    "a key, its colon or its value is out of place",
    "Check the colons and the quotes of this line and the one before.",
  ],
  [/unexpected end of the stream within/, "a quote or bracket is never closed", "Close it."],
  [/flow collection|missed comma/, "a list or set in brackets is not well formed", "Check its commas and brackets."],
  [/unidentified alias/, "an alias names no anchor", "Define the anchor before, or write the value out."],
  [
    /document separator is expected/,
    "something does not belong to the lines before",
    "Check the indentation and the quotes around it.",
  ],
];

// The commonest mistake of all, which the reader takes for one of indentation: `description: Note: this`.
const looseColon = /^[^'"#]*?: +[^'"#\s[{|>&*!][^#]*?:(?: |$)/;

/** What is wrong with a document that is no YAML, in words for its author. */
export function explainYaml(document: Extract<YamlDocument, { type: "error" }>): { message: string; fix: string } {
  const { error, text, firstLine } = document;
  if (error.isHostile) {
    return {
      message: `The document is not read: ${error.message}.`,
      fix: "Write it out more simply, or split it over several files.",
    };
  }
  const line = text.split("\n")[error.line - firstLine] ?? "";
  if (/bad indentation/.test(error.message) && looseColon.test(line.slice(0, 500).trimEnd())) {
    return {
      message: `The YAML is broken at line ${error.line}: a value holds a colon and is not in quotes.`,
      fix: "Put the value in quotes.",
    };
  }
  const [, cause, fix] = causes.find(([pattern]) => pattern.test(error.message)) ?? [];
  const reason = cause ?? `the reader says ${quote(error.message)}`;
  return { message: `The YAML is broken at line ${error.line}: ${reason}.`, fix: fix ?? "Correct this line." };
}
