import { z } from "zod";
import type { Door } from "../../page-server/door.ts";
import { HttpProblem } from "../../page-server/http-problem.ts";
import type { Fault } from "../faults.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { firstMistake } from "./doors.ts";

const count = (max: number) => z.int().min(1).max(max).optional();
const plan = z.strictObject({
  target: z.string().regex(/^(\*|response_url|[a-zA-Z]+(\.[a-zA-Z]+)+)$/, "a method, response_url or *"),
  fault: z.strictObject({
    times: count(10_000),
    status: z.int().min(400).max(599).optional(),
    error: z.string().min(1).max(100).optional(),
    retryAfterSec: count(3600),
    delayMs: count(120_000),
    accept: z.boolean().optional(),
    acceptThenReset: z.boolean().optional(),
    reset: z.boolean().optional(),
    slowBodyBytesPerSec: count(10_000_000),
  }),
});
const down = z.strictObject({ ms: count(3_600_000) });
/** Without a reason the connections are cut without a word. */
const disconnect = z.strictObject({ reason: z.enum(["refresh_requested", "warning"]).optional() });
const nothing = z.strictObject({});

/** The doors by which the platform is broken, and mended. Each answers with what is broken now. */
export function faultDoors(slack: SimulatedSlack): { readonly doors: readonly Door[]; readonly stop: () => void } {
  let reopening: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: a port that is closing cannot be opened.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const open = (): Promise<void> => inTurn(slack.comeBack);
  const state = () => ({ planned: slack.plannedFaults(), isDown: slack.isDown() });

  const door = <Body>(
    method: Door["method"],
    path: RegExp,
    body: z.ZodType<Body>,
    work: (body: Body) => unknown,
  ): Door => ({
    method,
    path,
    open: async (asked) => {
      const read = body.safeParse(asked.body ?? {});
      if (!read.success) throw new HttpProblem(400, `No such fault: ${firstMistake(read.error)}.`);
      await work(read.data);
      return state();
    },
  });
  const doors = [
    door("GET", /^\/faults$/, nothing, () => undefined),
    door("POST", /^\/faults$/, plan, ({ target, fault }) => slack.fail(target, stated(fault))),
    door("DELETE", /^\/faults$/, nothing, slack.heal),
    door("POST", /^\/faults\/down$/, down, async ({ ms }) => {
      clearTimeout(reopening);
      await inTurn(slack.goDown);
      if (ms !== undefined) reopening = setTimeout(() => void open().catch(warn), ms);
    }),
    door("POST", /^\/faults\/up$/, nothing, () => {
      clearTimeout(reopening);
      return open();
    }),
    door("POST", /^\/faults\/disconnect$/, disconnect, ({ reason }) => {
      if (reason === undefined) slack.socket.cut();
      else slack.socket.disconnect(reason);
    }),
  ];
  return { doors, stop: () => clearTimeout(reopening) };
}

/** Only what was told. */
function stated(fault: z.infer<typeof plan>["fault"]): Fault {
  return Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined));
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
