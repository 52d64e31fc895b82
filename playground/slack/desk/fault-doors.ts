import { z } from "zod";
import type { Doors } from "../../page-server/door.ts";
import type { Fault } from "../faults.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { read } from "./doors.ts";

const count = (max: number) => z.int().min(1).max(max).optional();
const plan = z.strictObject({
  target: z.string().regex(/^(\*|response_url|[a-zA-Z]+(\.[a-zA-Z]+)+)$/, "a method, response_url or *"),
  fault: z.strictObject({
    times: count(10_000),
    status: z.int().min(400).max(599).optional(),
    retryAfterSec: count(3600),
    delayMs: count(120_000),
    acceptThenReset: z.boolean().optional(),
  }),
});
const down = z.strictObject({ ms: count(3_600_000) });
/** Without a reason the connections are cut without a word. */
const disconnect = z.strictObject({ reason: z.enum(["refresh_requested", "warning"]).optional() });

/** The doors by which the platform is broken, and mended. */
export function faultDoors(slack: SimulatedSlack): { readonly doors: Doors; readonly stop: () => void } {
  let reopening: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: a port that is closing cannot be opened.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const open = (): Promise<void> => {
    clearTimeout(reopening);
    return inTurn(slack.comeBack);
  };
  const doors: Doors = {
    "POST /faults": ({ body }) => {
      const { target, fault } = read("fault", plan, body);
      slack.fail(target, fault as Fault);
    },
    "DELETE /faults": slack.heal,
    "POST /faults/down": async ({ body }) => {
      const { ms } = read("fault", down, body);
      clearTimeout(reopening);
      await inTurn(slack.goDown);
      if (ms !== undefined) reopening = setTimeout(() => void open().catch(process.emitWarning), ms);
    },
    "POST /faults/up": open,
    "POST /faults/disconnect": ({ body }) => {
      const { reason } = read("fault", disconnect, body);
      if (reason === undefined) slack.socket.cut();
      else slack.socket.disconnect(reason);
    },
  };
  return { doors, stop: () => clearTimeout(reopening) };
}
