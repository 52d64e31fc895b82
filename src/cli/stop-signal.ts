import { once } from "node:events";

const lookEveryMs = 500;

/**
 * Resolves when the process is to end: with the first SIGTERM or SIGINT, or once the shell in which npm runs it is gone; npm
 * passes a SIGTERM on to that shell, which passes it on to nobody. Until `signal` aborts.
 */
export async function stopSignal(
  signal: AbortSignal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const ignoreEnd = (): Promise<void> => new Promise(() => {});
  const signals = ["SIGTERM", "SIGINT"].map((name) => once(process, name, { signal }).catch(ignoreEnd));
  await Promise.race([...signals, ...(env["npm_lifecycle_event"] === undefined ? [] : [parentGone(signal)])]);
}

function parentGone(signal: AbortSignal): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, lookEveryMs).unref();
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  });
}
