import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import type { Forge } from "../forge.ts";
import { areaOf, problemOf } from "./area.ts";
import { checkApp } from "./check-app.ts";
import { checkToken } from "./check-token.ts";
import type { Client } from "./client.ts";

const limit = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });
const limitsSchema = z.object({ resources: z.object({ core: limit, graphql: limit.optional() }) });

/** What `doctor` says of a GitHub. */
export function checkVerb(client: Client): Pick<Forge, "check"> {
  const area = areaOf(client);
  return {
    async check(signal) {
      try {
        const found = client.options.auth.type === "app" ? checkApp(client, signal) : checkToken(client, signal);
        return [...(await found), ...(await checkLimits(client, signal))];
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        return [problemOf(error, area)];
      }
    },
  };
}

/** https://docs.github.com/rest/rate-limit/rate-limit: asking costs nothing. */
async function checkLimits(client: Client, signal: AbortSignal): Promise<readonly Finding[]> {
  const [owner] = client.options.owners;
  if (owner === undefined) return [];
  const area = areaOf(client);
  try {
    const { data } = await client.rest("GET /rate_limit", {}, { as: { owner }, signal });
    const { core, graphql } = client.read(data, limitsSchema).resources;
    return [core, graphql ?? core].some(({ limit, remaining }) => remaining < limit / 10)
      ? [
          {
            level: "warning",
            area,
            found: `Nearly all requests of this hour are used: ${core.remaining} of ${core.limit} are left.`,
            fix: "Sync less often, or use a GitHub App: it may ask more.",
          },
        ]
      : [{ level: "ok", area, found: `${core.remaining} of ${core.limit} requests are left this hour.` }];
  } catch (error) {
    // Enterprise Server answers 404 where limits are off; whatever else is wrong was found before.
    if (error instanceof BotError) return [];
    throw error;
  }
}
