import { clearLine, createInterface, cursorTo } from "node:readline";
import { type CommandName, complete } from "./complete.ts";

/** Where lines come from and go to. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** A person types: prompt, history and completion. Else one answer a line, and nothing more. */
  readonly isTerminal: boolean;
}

/** A conversation in a terminal. */
export interface Conversation {
  /** Shows text above the prompt, without disturbing what is being typed. */
  print(write: () => Promise<void>): Promise<void>;
  /** Ends it, at once and for good; a line that was not yet handed over never is. */
  stop(): void;
  /** Settles when the input ended, or somebody left, and every line was answered; rejects when an answer failed to be. */
  readonly ended: Promise<void>;
}

/** Hands over each line that is typed, one after the other. `exit`, `quit`, Ctrl-C and Ctrl-D end the conversation. */
export function converse(
  terminal: Terminal,
  commands: () => readonly CommandName[],
  onLine: (line: string) => Promise<void>,
): Conversation {
  const { input, output, isTerminal } = terminal;
  const lines = createInterface({
    input,
    terminal: isTerminal,
    ...(isTerminal && { output }),
    prompt: "callboard> ",
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, commands()),
  });
  let isStopped = false;
  let isReading = true;
  let isPrompting = false;
  let work = Promise.resolve();
  const stop = (): void => {
    isStopped = true;
    lines.close();
  };
  const prompt = (): void => {
    isPrompting = isTerminal && isReading;
    if (isPrompting) lines.prompt(true);
  };

  async function take(typed: string, isTypedAhead: boolean): Promise<void> {
    if (isStopped) return;
    isPrompting = false;
    // It was typed while an answer was awaited: it is shown again after its prompt.
    if (isTypedAhead) output.write(`${typed}\n`);
    const line = typed.trim();
    if (/^(?:exit|quit)$/i.test(line)) return stop();
    if (line !== "") await onLine(line);
    prompt();
  }

  const ended = new Promise<void>((resolve, reject) => {
    lines.on("line", (typed) => {
      const isTypedAhead = isTerminal && !isPrompting;
      isPrompting = false;
      work = work.then(() => take(typed, isTypedAhead));
      work.catch(stop);
    });
    lines.on("SIGINT", stop);
    lines.on("close", () => {
      isReading = false;
      // The shell's own prompt starts on a line of its own.
      if (isPrompting) output.write("\n");
      isPrompting = false;
      work.then(resolve, reject);
    });
  });
  // Whoever awaits `ended` sees the failure; who does not must not bring down the process.
  ended.catch(() => undefined);
  output.on("error", stop);
  prompt();
  return {
    async print(write) {
      const isInterrupting = isPrompting;
      if (isInterrupting) {
        cursorTo(output, 0);
        clearLine(output, 0);
      }
      await write();
      if (isInterrupting) prompt();
    },
    stop,
    ended,
  };
}
