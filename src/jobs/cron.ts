import { createTask, validate } from "node-cron";
import { BotError } from "../errors.ts";
import type { Trigger } from "./schedule.ts";

/**
 * A trigger by a cron expression. node-cron arms one timer for the wall time of the next match, which a step of the clock
 * makes wrong; `createSchedule` arms it anew. A match that is late, because the process was busy, counts; of several late
 * ones only the last does.
 *
 * @throws BotError `invalid_config` that names the expression
 */
export function cronTrigger(expression: string): Trigger {
  if (!validate(expression)) {
    throw new BotError(
      "invalid_config",
      `“${expression}” is no cron expression. Write minute, hour, day, month and weekday, as in \`*/5 * * * *\`.`,
    );
  }
  let fire = (): void => undefined;
  const task = createTask(expression, () => fire(), {
    missedExecutionTolerance: Number.POSITIVE_INFINITY,
    suppressMissedWarning: true,
    unref: true,
  });
  return {
    start(run) {
      fire = run;
      void task.start();
    },
    stop() {
      void task.stop();
    },
    next: () => task.getNextRuns(1)[0] ?? new Date(Number.NaN),
  };
}

/** The longest time between two matches of an expression among its next twenty, in milliseconds. */
export function longestIntervalMs(expression: string): number {
  const runs = createTask(expression, () => {}, { unref: true }).getNextRuns(20);
  return Math.max(...runs.slice(1).map((run, index) => run.getTime() - (runs[index]?.getTime() ?? run.getTime())));
}
