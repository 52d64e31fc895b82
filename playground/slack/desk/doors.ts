import { answered, type Door } from "../../page-server/door.ts";
import { eventStream } from "../../page-server/event-stream.ts";
import { HttpProblem } from "../../page-server/http-problem.ts";
import type { ExchangeLog } from "../../wire/exchange-log.ts";
import { act } from "./act.ts";
import type { Desk } from "./desk.ts";
import { RefusedAct } from "./refused-act.ts";

/** The doors of the simulated Slack for the page: what is seen live, what is done, what went over the wire. */
export function deskDoors(desk: Desk, exchanges: Pick<ExchangeLog, "get">): readonly Door[] {
  return [
    {
      method: "GET",
      path: /^\/slack\/live$/,
      open: ({ query, request, response }) => {
        const viewerId = desk.viewerId(query.get("as") ?? "");
        eventStream(request, response, (send) => desk.subscribe(viewerId, send));
        return answered;
      },
    },
    {
      method: "POST",
      path: /^\/slack\/acts$/,
      open: async ({ query, body }) => {
        const read = act.safeParse(body);
        if (!read.success) throw new HttpProblem(400, `No such act: ${firstMistake(read.error)}.`);
        try {
          return await desk.perform(query.get("as") ?? "", read.data);
        } catch (error) {
          if (error instanceof RefusedAct) throw new HttpProblem(400, error.message);
          throw error;
        }
      },
    },
    {
      method: "GET",
      path: /^\/exchanges\/(\d{1,15})$/,
      open: ({ parts: [id] }) => {
        const exchange = exchanges.get(Number(id));
        if (exchange === undefined) throw new HttpProblem(404, "That exchange is no longer kept.");
        return exchange;
      },
    },
  ];
}

/** The first thing that is wrong with a body, and where. */
export function firstMistake(error: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return issue === undefined ? "unknown" : `${issue.path.join(".") || "body"}: ${issue.message}`;
}
