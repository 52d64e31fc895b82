import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Job, Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import { cronTrigger } from "./cron.ts";
import { createLanes } from "./lanes.ts";
import { createSchedule, type Trigger } from "./schedule.ts";

/** What jobs need. `trigger` makes a trigger of a cron expression. */
export interface JobsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly trigger?: (cronExpression: string) => Trigger;
}

/** The jobs of this process. Nothing runs before `start`. */
export function createJobs({ clock, log, trigger = cronTrigger }: JobsOptions): Jobs {
  const repeated = new Map<string, Job>();
  const lanes = createLanes();
  const ending = new AbortController();
  let open = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    open = resolve;
  });
  const schedule = createSchedule(clock, (name) => {
    const job = repeated.get(name);
    if (!job || lanes.isBusy(name)) log.debug({ job: name }, "job turn left out, it still runs");
    else void lanes.add(name, () => attempt(name, job));
  });

  async function attempt(name: string, job: Job): Promise<void> {
    await started;
    if (ending.signal.aborted) return;
    try {
      await job(ending.signal);
    } catch (error) {
      // A job that is told to end may throw whatever its signal made it throw.
      if (ending.signal.aborted) log.debug({ err: error, job: name }, "job ended by stop");
      else log.error({ err: error, job: name }, "job failed");
    }
    schedule.taken(name);
  }

  return {
    every(name, cronExpression, job) {
      if (repeated.has(name)) throw new BotError("conflict", `Two jobs are called “${name}”. Rename one.`);
      const cron = trigger(cronExpression);
      repeated.set(name, job);
      schedule.add(name, cron);
    },
    soon(name, job) {
      if (ending.signal.aborted) log.warn({ job: name }, "job dropped, stopping");
      else void lanes.add(name, () => attempt(name, job));
    },
    start() {
      if (ending.signal.aborted) return;
      open();
      schedule.start();
    },
    async stop() {
      schedule.stop();
      ending.abort();
      open();
      await lanes.idle();
    },
  };
}
