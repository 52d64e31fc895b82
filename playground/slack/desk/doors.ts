import type { z } from "zod";
import { type Doors, HttpProblem, sendEvents } from "../../page-server/door.ts";
import type { ExchangeLog } from "../../wire/exchange-log.ts";
import { act } from "./act.ts";
import type { Desk } from "./desk.ts";

/**
 * The doors of the simulated Slack for the page: what is seen live, what is done, what went over the wire.
 * @param script names the page that is served
 */
export function deskDoors(
  desk: Desk,
  exchanges: Pick<ExchangeLog, "get">,
  script: () => string | undefined = () => undefined,
): Doors {
  return {
    "GET /slack/live": ({ query, response }) =>
      sendEvents(response, (send) =>
        desk.subscribe(query.get("as") ?? "", (event) => send(event.isWhole ? { ...event, script: script() } : event)),
      ),
    "POST /slack/acts": ({ query, body }) => desk.perform(query.get("as") ?? "", read("act", act, body)),
    "GET /exchanges": ({ query }) => {
      const exchange = exchanges.get(Number(query.get("id")));
      if (exchange === undefined) throw new HttpProblem(404, "That exchange is no longer kept.");
      return exchange;
    },
  };
}

/** A body as it is meant to be. Throws an HttpProblem with the first thing that is wrong with it, and where. */
export function read<Body>(what: string, schema: z.ZodType<Body>, body: unknown): Body {
  const { data, error } = schema.safeParse(body ?? {});
  if (error === undefined) return data as Body;
  const [issue] = error.issues;
  throw new HttpProblem(400, `No such ${what}: ${issue?.path.join(".") || "body"}: ${issue?.message}.`);
}
