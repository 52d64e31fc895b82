import type { z } from "zod";
import { type Doors, HttpProblem, sendEvents } from "../page-server/door.ts";
import type { Desk } from "./desk.ts";
import type { PlatformId } from "./protocol.ts";

/** What the page's server knows besides. */
export interface DoorParts {
  /** Names the page that is served. */
  readonly script?: () => string | undefined;
  /** All that can be looked at; this one alone unless told. */
  readonly platforms?: readonly PlatformId[];
  /** Where the pages of the simulated GitHub are. */
  readonly githubUrl?: string;
}

/** The doors of a platform for the page: what is seen live, what is done, what went over the wire. */
export function deskDoors<Act>(desk: Desk<Act>, parts: DoorParts = {}): Doors {
  const { id, act, exchanges } = desk.platform;
  const { script, platforms = [id], githubUrl } = parts;
  return {
    [`GET /${id}/live`]: ({ query, response }) =>
      sendEvents(response, (send) =>
        desk.subscribe(query.get("as") ?? "", (event) =>
          send(event.isWhole ? { ...event, script: script?.(), platforms, githubUrl } : event),
        ),
      ),
    [`POST /${id}/acts`]: ({ query, body }) => desk.perform(query.get("as") ?? "", read("act", act, body)),
    [`GET /${id}/exchanges`]: ({ query }) => {
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
