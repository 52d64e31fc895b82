import type { Log } from "../log.ts";
import { type Failure, failure, sayable } from "./outcome.ts";

/** What is attempted, for the log. */
export interface Attempted {
  readonly kind: "command" | "press" | "form" | "shortcut";
  /** Of the command, press, flow or shortcut; absent as long as it is not known. */
  readonly name?: string;
  readonly platform: string;
}

/** Does `work`; whatever it throws becomes a Failure, and a bug is logged once. */
export type Attempt = <T>(what: Attempted, signal: AbortSignal, work: () => Promise<T>) => Promise<T | Failure>;

const bugs = {
  command: "command failed",
  press: "press failed",
  form: "form failed",
  shortcut: "shortcut failed",
} as const;

/** @param newReference makes the reference that joins what a person sees of a bug to the log */
export function createAttempt(log: Log, newReference: () => string): Attempt {
  return async ({ kind, name, platform }, signal, work) => {
    const command = kind === "command" ? name : undefined;
    try {
      return await work();
    } catch (thrown) {
      const known = sayable(thrown, signal);
      if (known) return failure(known, command);
      const reference = newReference();
      log.error({ err: thrown, reference, [kind]: name, platform }, bugs[kind]);
      return failure({ code: "internal", message: `Something went wrong. Reference ${reference}.` }, command);
    }
  };
}
