import { code, oneLine, plain, rich } from "../chat/text.ts";
import type { Reply } from "./command.ts";
import { nearMiss } from "./near-miss.ts";
import type { Request } from "./request.ts";

/** When nothing is called like that, and the first word is nearly a command, the command was meant. */
export function suggestion(request: Request, reply: Reply, names: readonly string[]): Reply {
  if (!request.isGuess || reply.status !== "none") return reply;
  const [word = "", ...others] = request.text.split(" ");
  const name = nearMiss(word, names);
  if (name === undefined) return reply;
  const command = [name, ...others].join(" ");
  const title = rich`Did you mean ${code(oneLine(command, 40))}?`;
  const action = { type: "command", label: oneLine(command, 30), command } as const;
  return {
    ...reply,
    message: { text: plain(title), card: { title, blocks: [{ type: "actions", main: [action], more: [] }] } },
  };
}
