import type { Audit } from "../../audit.ts";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";

/** Something that came from where the bot is not at home. */
export interface Stranger {
  /** The workspace or tenant. */
  readonly tenant: string;
  /** What kind of thing came. */
  readonly what: string;
  /** Why it was refused: `another workspace`. */
  readonly reason: string;
}

/** As often as a tenant that is not ours is written down, in milliseconds. */
const onceMs = 3_600_000;
/** More are not told apart: whoever can sign has the secret, and is not many. */
const mostKnown = 1000;

/** Writes down what comes from another tenant, once an hour for each. The result never rejects. */
export function createStrangers(
  platform: string,
  parts: { readonly audit: Pick<Audit, "record"> | undefined; readonly clock: Clock; readonly log: Log },
): (stranger: Stranger) => Promise<void> {
  const { audit, clock, log } = parts;
  const toldMs = new Map<string, number>();
  return async ({ tenant, what, reason }) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - (toldMs.get(tenant) ?? Number.NEGATIVE_INFINITY) < onceMs) return;
    if (toldMs.size >= mostKnown) toldMs.clear();
    toldMs.set(tenant, nowMs);
    log.warn({ platform, tenant, what, reason }, "something that is not for this bot was dropped");
    const who = `${platform}:${tenant}`;
    const entry = { who, what, where: who, result: "refused", reason } as const;
    await audit?.record(entry).catch((error) => log.warn({ err: error }, "a refusal was not recorded"));
  };
}
