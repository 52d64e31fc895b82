import { BotError } from "../errors.ts";
import type { Check, Finding } from "../finding.ts";

/** Looks at the whole set-up. Never rejects: what a check cannot say is itself a problem. */
export type Diagnosis = (signal: AbortSignal) => Promise<readonly Finding[]>;

const order: Readonly<Record<Finding["level"], number>> = { problem: 0, warning: 1, ok: 2 };

/**
 * Runs all checks at once and gives what they found, problems first, else in the order of the checks.
 * @param limitMs how long each may take
 */
export function createDiagnosis(checks: readonly Check[], { limitMs = 10_000 } = {}): Diagnosis {
  return async (signal) => {
    const found = await Promise.all(checks.map((check) => findingsOf(check, signal, limitMs)));
    return found.flat().sort((a, b) => order[a.level] - order[b.level]);
  };
}

async function findingsOf(check: Check, signal: AbortSignal, limitMs: number): Promise<readonly Finding[]> {
  const ending = new AbortController();
  const limited = AbortSignal.any([signal, ending.signal]);
  let timer: NodeJS.Timeout | undefined;
  // A check that ignores its signal must not keep the others' findings from anybody.
  const stopped = new Promise<readonly Finding[]>((resolve) => {
    limited.addEventListener("abort", () => resolve([stoppedFinding(check.area, signal, limitMs)]), { once: true });
    if (limited.aborted) resolve([stoppedFinding(check.area, signal, limitMs)]);
    timer = setTimeout(() => ending.abort(), limitMs);
  });
  try {
    return await Promise.race([run(check, limited), stopped]);
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

async function run({ area, run: look }: Check, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    return await look(signal);
  } catch (error) {
    const found = error instanceof BotError ? error.message : `The check broke off: ${nameOf(error)}.`;
    return [{ level: "problem", area, found }];
  }
}

/** A bug's message may hold anything; its name is enough to look for. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}

function stoppedFinding(area: string, signal: AbortSignal, limitMs: number): Finding {
  const found = signal.aborted ? "Not looked at: the diagnosis was stopped." : `No answer within ${limitMs / 1000} s.`;
  return { level: "problem", area, found };
}
