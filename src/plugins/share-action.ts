import type { Action } from "../chat/message.ts";
import type { Ctx } from "../router/command.ts";

/** [Share here], where only the asker sees the answer and others are there to see it. `command` is what was asked. */
export function shareActions(
  { isPrivate, place, mayBeAlone, hasOwnShare }: Pick<Ctx, "isPrivate" | "place" | "mayBeAlone" | "hasOwnShare">,
  command: string,
): readonly Action[] {
  if (!isPrivate || place !== "channel" || mayBeAlone || hasOwnShare) return [];
  return [{ type: "command", label: "Share here", command: `${command} public` }];
}
