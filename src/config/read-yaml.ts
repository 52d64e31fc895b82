import { readYaml } from "../yaml.ts";
import type { ConfigPath, PlacedMistake } from "./mistake.ts";

/** A configuration text as plain data, or why it is none. */
export type ConfigText =
  | { readonly type: "data"; readonly value: unknown; lineOf(path: ConfigPath): number | undefined }
  | { readonly type: "mistake"; readonly mistake: PlacedMistake };

/** Reads the one document of a configuration file; an empty file has none. */
export function readConfigText(text: string): ConfigText {
  const [document, second] = readYaml(text);
  if (document === undefined) return { type: "data", value: undefined, lineOf: () => undefined };
  if (document.type === "error") {
    // The reader may quote what it stumbled over, and that may be a password that nobody put in quotes.
    const reason = document.error.message.replace(/(["'<]).*(["'>])/gs, "$1…$2").replace(/: .*$/s, "");
    return { type: "mistake", mistake: { at: [], line: document.error.line, message: `not valid YAML: ${reason}` } };
  }
  if (second !== undefined) {
    return {
      type: "mistake",
      mistake: { at: [], line: second.line, message: "found another YAML document; allowed: one" },
    };
  }
  const lineOf = (path: ConfigPath) => {
    const { line, depth } = document.lineOf(path.map(String));
    return depth === 0 ? undefined : line;
  };
  return { type: "data", value: document.value, lineOf };
}
