import type { ConfigMistake } from "./mistake.ts";
import { type OutlineSurroundings, readOutline } from "./outline.ts";
import { defaultSlashCommands } from "./slack-schema.ts";
import { valueAt } from "./value-at.ts";

/** What the manifest of a Slack app follows from. */
export interface SlackOutline {
  /** Over HTTP Slack must know an address. */
  readonly mode: "socket" | "http";
  readonly publicUrl?: string;
  readonly commands: Readonly<Record<string, string>>;
}

const wanted = /^(chat\.slack\.commands\b|server\.publicUrl$|(server|chat|chat\.slack)?$)/;

/** The outline of a configuration whose tokens need not be there yet. */
export async function slackOutline(
  text: string,
  surroundings: OutlineSurroundings,
): Promise<{ readonly outline?: SlackOutline; readonly mistakes: readonly ConfigMistake[] }> {
  const { value, mistakes } = await readOutline(text, surroundings, wanted);
  if (mistakes.length > 0) return { mistakes };
  const slack = valueAt(value, ["chat", "slack"]);
  const publicUrl = valueAt(value, ["server", "publicUrl"]);
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
