import { randomBytes } from "node:crypto";
import type { ChatEvent, ChatUser } from "../chat/event.ts";
import { code, oneLine, plain, rich } from "../chat/text.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Asker, Command, CommandInfo, Ctx, Permission, Reply } from "./command.ts";
import { createCommandTable } from "./command-table.ts";
import { nearMiss } from "./near-miss.ts";
import { failure, type Outcome, sayable } from "./outcome.ts";
import { type Request, readRequest } from "./request.ts";

/** What the router needs to know of the world. */
export interface RouterOptions {
  may(asker: Asker, permission: Permission): boolean;
  /** Who a chat user is in the catalog. */
  identify(user: ChatUser): Asker | Promise<Asker>;
  readonly log: Log;
  readonly clock: Clock;
  /** Makes the reference that joins what a person sees of a bug to the log. Default: six random hex digits. */
  newReference?(): string;
}

/** Leads a typed text to its command and the command's answer back. */
export interface Router {
  /** @throws BotError `conflict` when a name or alias is taken */
  command<A>(command: Command<A>): void;
  /** Every command, in menu order, also those registered later. */
  commands(): readonly CommandInfo[];
  /** Never rejects: whatever goes wrong is a Failure that can be shown. */
  dispatch(event: ChatEvent, signal: AbortSignal): Promise<Outcome>;
}

/** A router without commands. */
export function createRouter(options: RouterOptions): Router {
  const { may, identify, log, clock, newReference = () => randomBytes(3).toString("hex") } = options;
  const table = createCommandTable();

  async function answer(request: Request, event: ChatEvent, signal: AbortSignal): Promise<Outcome> {
    const { command, argv, isPrivate } = request;
    const asker = await identify(event.user);
    const needed = command.needs ?? "ask";
    if (!may(asker, needed)) throw notAllowed(command.name, needed);
    const ctx: Ctx = {
      asker,
      address: event.address,
      place: event.place,
      clock,
      signal,
      isPrivate,
      may: (permission) => may(asker, permission),
    };
    const reply = suggestion(request, await command.run(ctx, command.parse(argv)), table.names());
    const isForAskerAlone = isPrivate && event.place === "channel";
    return { ...reply, command: command.name, message: { private: isForAskerAlone, ...reply.message } };
  }

  return {
    command: (command) => table.add(command),
    commands: () => table.list(),
    async dispatch(event, signal) {
      let request: Request | undefined;
      try {
        request = readRequest(event.text, table);
        return await answer(request, event, signal);
      } catch (thrown) {
        const name = request?.command.name;
        const known = sayable(thrown, signal);
        if (known) return failure(known, name);
        const reference = newReference();
        log.error({ err: thrown, reference, command: name, platform: event.address.platform }, "command failed");
        return failure({ code: "internal", message: `Something went wrong. Reference ${reference}.` }, name);
      }
    },
  };
}

function notAllowed(command: string, needed: Permission): BotError {
  return needed === "operate"
    ? new BotError("not_allowed", `\`${command}\` is for those who run Callboard. Ask one of its admins.`)
    : new BotError("not_allowed", "Callboard answers members only. Ask a member to look it up.");
}

/** When nothing is called like that, and the first word is nearly a command, the command was meant. */
function suggestion(request: Request, reply: Reply, names: readonly string[]): Reply {
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
