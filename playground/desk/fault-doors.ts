import { z } from "zod";
import { type Doors, HttpProblem } from "../page-server/door.ts";
import type { Fault, Faults } from "../wire/faults.ts";
import { read } from "./doors.ts";
import type { PlatformId } from "./protocol.ts";

/** A platform that can be broken. */
export interface Breakable {
  readonly id: PlatformId;
  readonly fail: Faults["plan"];
  readonly plannedFaults: Faults["waiting"];
  readonly heal: Faults["clear"];
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  /** What a fault can be planned for besides `*`, and how that is said. */
  readonly target: { readonly pattern: RegExp; readonly words: string };
  /** Where the app holds connections open: asks it to come again, or without a reason cuts them. */
  readonly disconnect?: (reason: Disconnection["reason"]) => void;
}

const count = (max: number) => z.int().min(1).max(max).optional();
const fault = z.strictObject({
  times: count(10_000),
  status: z.int().min(400).max(599).optional(),
  retryAfterSec: count(3600),
  delayMs: count(120_000),
  acceptThenReset: z.boolean().optional(),
});
const down = z.strictObject({ ms: count(3_600_000) });
/** Without a reason the connections are cut without a word. */
const disconnection = z.strictObject({ reason: z.enum(["refresh_requested", "warning"]).optional() });
type Disconnection = z.infer<typeof disconnection>;

const maxPlanned = 100;
/** Between tries to open a port that another program has taken meanwhile. */
const againMs = 1000;

/** The doors by which the platform is broken, and mended. */
export function faultDoors(platform: Breakable): { readonly doors: Doors; readonly stop: () => void } {
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
      await inTurn(platform.comeBack);
    } catch {
      openAfter(againMs);
      throw new HttpProblem(409, "Another program has taken the port. It is tried again every second.");
    }
  };
  const { id, target: known, disconnect } = platform;
  const target = z.string().refine((text) => text === "*" || known.pattern.test(text), `${known.words} or *`);
  const plan = z.strictObject({ target, fault });
  const doors: Doors = {
    [`POST /${id}/faults`]: ({ body }) => {
      const planned = read("fault", plan, body);
      if (platform.plannedFaults().length >= maxPlanned)
        throw new HttpProblem(409, `There are ${maxPlanned} faults already. Mend some first.`);
      platform.fail(planned.target, planned.fault as Fault);
    },
    [`DELETE /${id}/faults`]: platform.heal,
    [`POST /${id}/faults/down`]: async ({ body }) => {
      const { ms } = read("fault", down, body);
      await inTurn(platform.goDown);
      clearTimeout(reopening);
      if (ms !== undefined) openAfter(ms);
    },
    [`POST /${id}/faults/up`]: open,
    ...(disconnect && {
      [`POST /${id}/faults/disconnect`]: ({ body }) => disconnect(read("fault", disconnection, body).reason),
    }),
  };
  return { doors, stop: () => clearTimeout(reopening) };
}
