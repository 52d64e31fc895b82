import type { Action } from "../chat/message.ts";
import type { Ctx } from "../router/command.ts";

/** [Share here], where only the asker sees the answer and others are there to see it. `command` is what was asked. */
export function shareActions(ctx: Pick<Ctx, "isPrivate" | "place">, command: string): readonly Action[] {
  if (!ctx.isPrivate || ctx.place !== "channel") return [];
  return [{ type: "command", label: "Share here", command: `${command} public` }];
}
