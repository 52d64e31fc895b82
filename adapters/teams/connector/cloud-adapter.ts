import { type Activity, CloudAdapter, type TurnContext } from "botbuilder";
import type { AuthenticateRequestResult } from "botframework-connector";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import type { TeamsOptions } from "../teams-options.ts";
import { TeamsAuthentication } from "./authentication.ts";
import { createVerification, type Incoming, type Refused } from "./verification.ts";

/** What is answered in the HTTP response. */
export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Does what an activity asks, which Teams sent for certain; the answer goes into the HTTP response, 200 by default. */
export type TurnLogic = (activity: Activity) => Promise<HttpAnswer | undefined>;

/** The turns of botbuilder, for whoever holds the HTTP door. */
export interface TeamsTurns {
  /**
   * Judges a request and, if it comes from Teams, runs `logic` with its activity. Resolves to the answer, or to why there
   * was none: then `logic` did not run and nothing but the status is for the sender. Rejects as `logic` does.
   */
  handle(incoming: Incoming, logic: TurnLogic): Promise<HttpAnswer | Refused>;
}

/**
 * Turns of botbuilder's CloudAdapter with our own judgement of who calls. Not its `process`, which prints what went wrong
 * and tells it to the sender. Throws invalid_config when nobody could be refused.
 */
export function createTurns(parts: {
  readonly options: TeamsOptions;
  readonly clock: Clock;
  readonly log: Log;
  /** The way to the internet. */
  readonly fetch?: typeof fetch;
}): TeamsTurns {
  const verify = createVerification(parts);
  const authentication = new TeamsAuthentication(verify);
  const turns = new Turns(authentication);
  return {
    async handle(incoming, logic) {
      const judgement = await verify(incoming);
      if (!judgement.isAccepted) return judgement;
      let answer: HttpAnswer | undefined;
      await turns.run(authentication.begin(judgement), { ...incoming.activity } as Activity, async ({ activity }) => {
        answer = await logic(activity);
      });
      return answer ?? { status: 200 };
    },
  };
}

class Turns extends CloudAdapter {
  /** A turn whose sender is known. */
  async run(
    sender: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(sender, activity, logic);
  }
}
