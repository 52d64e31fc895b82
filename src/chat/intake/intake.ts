import { BotError } from "../../errors.ts";
import { within } from "../outgoing/pause.ts";
import type { Acknowledgement } from "./acknowledging.ts";
import { createLeftovers } from "./leftovers.ts";
import { createTaking, type TakingParts } from "./taking.ts";
import { createWorkload, type Entry, type Workload, type WorkloadParts } from "./workload.ts";

/** Where everything that a platform delivers is kept, acknowledged and dealt with once; also what an earlier run left. */
export interface Intake<Body> extends Pick<Workload<Body>, "deal" | "track"> {
  /**
   * Keeps a delivery and has it dealt with; one that is known already is acknowledged and no more. What is kept too late
   * for the platform's patience is worked on all the same: it comes again, and is known then. Rejects with `unavailable`,
   * not acknowledged, when it is not kept in time.
   * @param isAnswered its acknowledgement says something: one that is sent again gets the same
   */
  keep(entry: Entry<Body>, acknowledgement: Acknowledgement, isAnswered: boolean): Promise<void>;
  /** Takes up what an earlier run left, a few at a time; nothing where that is under way. */
  resume(): void;
  /** Why nothing is taken now. */
  hindrance(): string | undefined;
  /** Lets nothing in any more; resolves when what is inside came out, or after `ms`. */
  close(ms: number): Promise<void>;
}

/** What an intake is made from. */
export interface IntakeParts<Body> extends WorkloadParts<Body>, TakingParts<Body> {
  /** The platform's name. */
  readonly name: string;
  /** What the ids of ours start with. */
  readonly prefix: () => string;
  /** Whether the platform answers: asked between two looks at what is left. */
  readonly isAlive: () => Promise<boolean>;
}

/** As many deliveries are worked on at once; more are sent away, for the platform to bring again. */
const maxInside = 500;
/** What is not kept by then is not acknowledged: Slack waits three seconds, and others longer. */
const acceptMs = 2_000;

/** An intake that is open and has taken up nothing yet. */
export function createIntake<Body>(parts: IntakeParts<Body>): Intake<Body> {
  const { inbox, clock, log, name } = parts;
  const workload: Workload<Body> = createWorkload(parts, () => leftovers.kept());
  const leftovers = createLeftovers({ ...parts, ...createTaking(parts, workload) });
  let isClosed = false;

  /** The acceptance may come too late to be acknowledged. */
  function dealLater(accepted: Promise<"new" | "seen">, entry: Entry<Body>, own: Acknowledgement): void {
    own.miss();
    const late = accepted.then(async (outcome) =>
      outcome === "new" ? workload.deal(entry, own.acknowledge) : undefined,
    );
    workload
      .track(late)
      .catch((error: unknown) => log.warn({ err: error, delivery: entry.id }, "a delivery was not kept"));
  }

  return {
    deal: workload.deal,
    track: workload.track,
    async keep(entry, acknowledgement, isAnswered) {
      const { id, raw } = entry;
      // Before it is kept: a second one may read it as soon as it is.
      if (isAnswered) workload.remember(id, acknowledgement, false);
      const accepted = inbox.accept({ id, body: raw });
      const soon = await within(clock, acceptMs, accepted);
      if (soon === undefined) {
        dealLater(accepted, entry, acknowledgement);
        throw new BotError("unavailable", `What ${name} sent cannot be kept in time.`);
      }
      if (soon === "new") {
        if (isAnswered) workload.remember(id, acknowledgement, true);
        return workload.deal(entry, acknowledgement.acknowledge);
      }
      const other = isAnswered ? await workload.otherAnswer(entry, acknowledgement) : { answer: undefined };
      if (other === undefined) throw new BotError("unavailable", "The same is still being dealt with.");
      await acknowledgement.acknowledge(other.answer);
    },
    resume: () => leftovers.begin(),
    hindrance() {
      if (isClosed) return `${name}: stopping`;
      return workload.size() >= maxInside ? `${name}: too much at once` : undefined;
    },
    async close(ms) {
      isClosed = true;
      leftovers.stop();
      await workload.end(ms);
      await leftovers.release();
    },
  };
}
