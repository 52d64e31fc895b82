import { decode } from "./decode.ts";
import { type ConfigMistake, formatPath } from "./mistake.ts";
import { readConfigText } from "./read-yaml.ts";
import { hideReferences } from "./reference.ts";
import { defaultSlashCommands } from "./slack-schema.ts";
import { substitute } from "./substitute.ts";
import { valueAt } from "./value-at.ts";

/** What the manifest of a Slack app follows from. */
export interface SlackOutline {
  /** Over HTTP Slack must know an address. */
  readonly mode: "socket" | "http";
  readonly publicUrl?: string;
  readonly commands: Readonly<Record<string, string>>;
}

/**
 * The outline of a configuration whose tokens need not be there yet: the manifest comes before the app, and the app before
 * its tokens. Only mistakes in what the outline holds count.
 */
export async function slackOutline(
  text: string,
  surroundings: { readonly env: Readonly<Record<string, string | undefined>>; readonly folder: string },
): Promise<{ readonly outline?: SlackOutline; readonly mistakes: readonly ConfigMistake[] }> {
  const read = readConfigText(hideReferences(text));
  if (read.type === "mistake") return { mistakes: [inLine("", read.mistake.line, read.mistake.message)] };
  const data = await substitute(read.value, surroundings);
  const decoded = decode(data);
  const mistakes = (decoded.type === "mistakes" ? decoded.mistakes : []).flatMap(({ at, message }) => {
    const path = formatPath(at);
    const isOurs = /^(chat\.slack\.commands\b|server\.publicUrl$|(server|chat|chat\.slack)?$)/.test(path);
    return isOurs ? [inLine(path, read.lineOf(at), message)] : [];
  });
  if (mistakes.length > 0) return { mistakes };
  const slack = valueAt(data.value, ["chat", "slack"]);
  const publicUrl = valueAt(data.value, ["server", "publicUrl"]);
  const isHttp = slack !== undefined && valueAt(slack, ["appToken"]) === undefined;
  return {
    mistakes: [],
    outline: {
      mode: isHttp ? "http" : "socket",
      ...(typeof publicUrl === "string" && { publicUrl: publicUrl.replace(/\/+$/, "") }),
      commands: { ...defaultSlashCommands, ...(valueAt(slack, ["commands"]) as SlackOutline["commands"] | undefined) },
    },
  };
}

function inLine(path: string, line: number | undefined, message: string): ConfigMistake {
  return { path, ...(line !== undefined && { line }), message };
}
