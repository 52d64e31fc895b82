import { z } from "zod";
import { type Doors, HttpProblem } from "../../page-server/door.ts";
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

const maxPlanned = 100;
/** Between tries to open a port that another program has taken meanwhile. */
const againMs = 1000;

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
  const openAfter = (ms: number): void => {
    clearTimeout(reopening);
    reopening = setTimeout(() => void open().catch(() => undefined), ms);
  };
  const open = async (): Promise<void> => {
    clearTimeout(reopening);
    try {
      await inTurn(slack.comeBack);
    } catch {
      openAfter(againMs);
      throw new HttpProblem(409, "Another program has taken the port. It is tried again every second.");
    }
  };
  const doors: Doors = {
    "POST /faults": ({ body }) => {
      const { target, fault } = read("fault", plan, body);
      if (slack.plannedFaults().length >= maxPlanned)
        throw new HttpProblem(409, `There are ${maxPlanned} faults already. Mend some first.`);
      slack.fail(target, fault as Fault);
    },
    "DELETE /faults": slack.heal,
    "POST /faults/down": async ({ body }) => {
      const { ms } = read("fault", down, body);
      await inTurn(slack.goDown);
      clearTimeout(reopening);
      if (ms !== undefined) openAfter(ms);
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
