import { BotError } from "../../errors.ts";

/** So many failures in a row, and the host is taken to be down. */
const mostFailures = 5;

/**
 * Makes calls until it is plain that more are of no use: the budget is used up, or the host failed several times in a row.
 * From then on every call rejects at once with that reason, so that a thousand repositories do not each wait for it.
 */
export function createCaller(): <T>(call: () => Promise<T>) => Promise<T> {
  let failures = 0;
  let reason: BotError | undefined;
  return async (call) => {
    if (reason !== undefined) throw reason;
    try {
      const result = await call();
      failures = 0;
      return result;
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      failures = error.code === "unavailable" ? failures + 1 : 0;
      if (error.code === "rate_limited" || failures >= mostFailures) reason = error;
      throw error;
    }
  };
}
