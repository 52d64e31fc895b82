import type { Audit } from "../../../src/audit.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import { installationOf, type SlackBody } from "./body.ts";

/** As often as a workspace that is not ours is written down, in milliseconds. */
const onceMs = 3_600_000;
/** More are not told apart: whoever can sign has the secret, and is not many. */
const mostKnown = 1000;

/** Writes down what comes from another workspace, once an hour for each. The result never rejects. */
export function createStrangers(parts: {
  readonly audit: Pick<Audit, "record"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): (body: SlackBody) => Promise<void> {
  const { audit, clock, log } = parts;
  const toldMs = new Map<string, number>();
  return async (body) => {
    const { team, enterprise } = installationOf(body);
    const workspace = team ?? enterprise ?? "unknown";
    const nowMs = clock.monotonicMs();
    if (nowMs - (toldMs.get(workspace) ?? Number.NEGATIVE_INFINITY) < onceMs) return;
    if (toldMs.size >= mostKnown) toldMs.clear();
    toldMs.set(workspace, nowMs);
    log.warn({ kind: body.kind, team, enterprise }, "Slack sent something of another workspace; it was dropped");
    const who = `slack:${workspace}`;
    const entry = { who, what: body.kind, where: who, result: "refused", reason: "another workspace" } as const;
    await audit?.record(entry).catch((error) => log.warn({ err: error }, "a refusal was not recorded"));
  };
}
