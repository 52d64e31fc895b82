import type { ChatAdapter, Responder } from "../../src/chat/adapter.ts";
import type { Address, ChatUser } from "../../src/chat/event.ts";
import type { Message } from "../../src/chat/message.ts";
import { BotError } from "../../src/errors.ts";
import { buttons } from "./action.ts";
import type { CommandName } from "./complete.ts";
import { type Conversation, converse, type Terminal } from "./receive.ts";
import { render, type View } from "./render.ts";

/** Where everything is said in a terminal. */
export const consoleAddress: Address = { platform: "console", tenant: "local", channel: "terminal" };

/** What the terminal is and who sits at it. The caller has read the environment (`NO_COLOR`, `isTTY`). */
export interface ConsoleOptions extends Terminal {
  /** Default: what the output says, else 80. */
  readonly columns?: number;
  readonly colors: boolean;
  /** Links that can be clicked. Default: when a person sees colours. */
  readonly links?: boolean;
  readonly user: ChatUser;
  /** For completion; asked anew each time. */
  readonly commands?: () => readonly CommandName[];
  /** What a person sees first. */
  readonly greeting?: Message;
}

/** A terminal: after `start` a conversation; without it `send` prints, as `callboard ask` does. */
export interface ConsoleAdapter extends ChatAdapter {
  /** Settles when the conversation that `start` began is over and every line was answered. */
  readonly ended: Promise<void>;
}

/** The terminal as a chat platform: one place, one person, no credentials. */
export function createConsoleAdapter(options: ConsoleOptions): ConsoleAdapter {
  const { output, isTerminal, colors, user, commands = () => [], greeting = defaultGreeting } = options;
  let conversation: Conversation | undefined;
  let pressable: readonly string[] = [];
  let sent = 0;

  function view(): View {
    const columns = options.columns ?? ("columns" in output ? Number(output.columns) : 0);
    const links = options.links ?? (isTerminal && colors);
    return { columns: columns || 80, colors, links, isNumbered: isTerminal && conversation !== undefined };
  }

  async function show(message: Message): Promise<number> {
    const named = buttons(message).map((button) => button.command);
    if (isTerminal && named.length > 0) pressable = named;
    const text = printed(render(message, view()), {
      isFirst: sent === 0,
      isTerminal,
      isTalking: conversation !== undefined,
    });
    sent += 1;
    const id = sent;
    const print = (): Promise<void> => write(output, text);
    await (conversation ? conversation.print(print) : print());
    return id;
  }

  return {
    platform: "console",
    supports: { privateReply: true, update: false, find: false, forms: false },
    routes: [],
    async start(sink) {
      const responder: Responder = {
        answer: async (message) => void (await show(message)),
        open: async () => {
          throw new BotError("unsupported", "A terminal has no forms. Type the whole command; `help` shows examples.");
        },
      };
      const hear = (line: string): Promise<void> => {
        const text = pressable[Number(line) - 1] ?? line;
        return sink.hear({ type: "command", text, user, address: consoleAddress, place: "direct" }, responder);
      };
      if (isTerminal) await write(output, `${render(greeting, { ...view(), isNumbered: true })}\n\n`);
      conversation = converse(options, commands, hear);
    },
    async stop() {
      conversation?.stop();
    },
    async send(to, message) {
      assertHere(to);
      return { ...consoleAddress, id: String(await show(message)) };
    },
    async update(ref, message) {
      assertHere(ref);
      if (!(Number(ref.id) >= 1 && Number(ref.id) <= sent)) {
        throw new BotError("not_found", `The terminal has shown no message ${ref.id}. Send it instead.`);
      }
      await show(message);
    },
    async find() {
      return undefined;
    },
    readiness: () => undefined,
    check: async () => [],
    get ended() {
      return conversation?.ended ?? Promise.resolve();
    },
  };
}

const defaultGreeting: Message = {
  text: [
    { type: "text", text: "Callboard. Ask " },
    { type: "code", text: "whoowns payments-api" },
    { type: "text", text: ", or " },
    { type: "code", text: "help" },
    { type: "text", text: ". " },
    { type: "code", text: "exit" },
    { type: "text", text: " leaves." },
  ],
};

/** One empty line between answers; in a terminal it is the one before the next prompt. */
function printed(text: string, at: { isFirst: boolean; isTerminal: boolean; isTalking: boolean }): string {
  if (at.isTerminal && at.isTalking) return `${text}\n\n`;
  return at.isFirst ? `${text}\n` : `\n${text}\n`;
}

function assertHere({ platform, tenant, channel }: Address): void {
  const here = consoleAddress;
  if (platform === here.platform && tenant === here.tenant && channel === here.channel) return;
  throw new BotError(
    "not_found",
    `The terminal cannot reach ${platform}:${tenant}/${channel}. It shows its own answers.`,
  );
}

/** @throws BotError `unavailable` when nobody reads the output any more, as after `| head` */
function write(output: NodeJS.WritableStream, text: string): Promise<void> {
  if (!output.listeners("error").includes(toldByWrite)) output.on("error", toldByWrite);
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (error) reject(new BotError("unavailable", "Nothing reads the terminal's output any more.", { cause: error }));
      else resolve();
    });
  });
}

/** A stream's error event without a listener ends the process; the write that failed has told the caller already. */
function toldByWrite(): void {}
