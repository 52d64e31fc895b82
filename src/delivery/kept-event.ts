import { z } from "zod";
import type { DeliveryEvent } from "../event/delivery-event.ts";

const repository = z.object({ host: z.string(), slug: z.string() });

const kept = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("push"),
    id: z.string(),
    repository,
    branch: z.string(),
    isDefaultBranch: z.boolean(),
    before: z.string().optional(),
    after: z.string().optional(),
    by: z.string().optional(),
    isByBot: z.boolean(),
  }),
  z.object({
    type: z.literal("repository"),
    id: z.string(),
    action: z.string(),
    repository,
    previous: repository.optional(),
  }),
  z.object({
    type: z.literal("installation"),
    id: z.string(),
    action: z.string(),
    host: z.string(),
    owner: z.string(),
  }),
]);

/** An event as it was kept; undefined when this version cannot read it. */
export function readKept(raw: unknown): DeliveryEvent | undefined {
  return kept.safeParse(raw).success ? (raw as DeliveryEvent) : undefined;
}
