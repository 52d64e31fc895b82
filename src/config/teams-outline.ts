import type { ConfigMistake } from "./mistake.ts";
import { type OutlineSurroundings, readOutline } from "./outline.ts";
import { valueAt } from "./value-at.ts";

/** What the manifest of a Teams app follows from. */
export interface TeamsOutline {
  /** In lower case. */
  readonly appId?: string;
  readonly publicUrl?: string;
}

const wanted = /^(chat\.teams\.appId$|server\.publicUrl$|(server|chat|chat\.teams)?$)/;

/** The outline of a configuration whose secret need not be there yet. */
export async function teamsOutline(
  text: string,
  surroundings: OutlineSurroundings,
): Promise<{ readonly outline?: TeamsOutline; readonly mistakes: readonly ConfigMistake[] }> {
  const { value, mistakes } = await readOutline(text, surroundings, wanted);
  if (mistakes.length > 0) return { mistakes };
  const appId = valueAt(value, ["chat", "teams", "appId"]);
  const publicUrl = valueAt(value, ["server", "publicUrl"]);
  return {
    mistakes: [],
    outline: {
      ...(typeof appId === "string" && { appId: appId.toLowerCase() }),
      ...(typeof publicUrl === "string" && { publicUrl: publicUrl.replace(/\/+$/, "") }),
    },
  };
}
