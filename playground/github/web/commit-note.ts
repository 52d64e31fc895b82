import { setTimeout as wait } from "node:timers/promises";
import type { Html } from "./html.ts";
import { notice } from "./page.ts";
import type { Visit, WebParts } from "./visit.ts";

const patienceMs = 3000;

/** Waits until hooks were told, but not for long: what is late is seen among the deliveries. */
export async function hooksTold({ hooks }: WebParts): Promise<void> {
  const giveUp = new AbortController();
  const late = wait(patienceMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
  await Promise.race([hooks.settled(), late]);
  giveUp.abort();
}

/** What became of the commit with which this address was come to; undefined for any other. */
export function commitNote({ parts, address }: Visit): Html | undefined {
  const id = address.searchParams.get("committed") ?? "";
  if (!/^[0-9a-f]{40}$/.test(id)) return undefined;
  const told = parts.hooks.deliveries.filter(({ event, payload }) => event === "push" && payload["after"] === id);
  const answers = told.map(({ statusCode, status }) => statusCode || status).join(", ");
  const to =
    told.length === 0
      ? "no webhook was told so far"
      : `delivered to ${told.length} webhook${told.length === 1 ? "" : "s"}: ${answers}`;
  return notice("done", `Committed ${id.slice(0, 7)}; ${to}.`);
}
