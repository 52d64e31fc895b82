/** What a process of the bench does for the one that started it. */
export type Commands = Readonly<Record<string, (...given: never[]) => unknown>>;

/** What is sent to such a process, and back. */
export interface Asked {
  readonly id: number;
  readonly name: string;
  readonly given: readonly unknown[];
}

/** The answer to what was asked under that id. */
export interface Answered {
  readonly id: number;
  readonly result?: unknown;
  readonly failure?: string;
}

/** Answers whoever started this process until they are gone. */
export function serve(commands: Commands): void {
  process.on("message", async ({ id, name, given }: Asked) => {
    try {
      const command = commands[name] as (...all: readonly unknown[]) => unknown;
      process.send?.({ id, result: await command(...given) } satisfies Answered);
    } catch (error) {
      const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ id, failure } satisfies Answered);
    }
  });
  process.on("disconnect", () => process.exit(0));
}

/** Milliseconds that mean the same in every process of this machine. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
