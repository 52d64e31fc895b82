import type { z } from "zod";
import { BotError } from "../../errors.ts";

/** What came, as the schema says. @throws BotError `unavailable` when it is something else; of what came it says nothing */
export function readAnswer<T>(host: string, data: unknown, schema: z.ZodType<T>): T {
  const { success, data: read } = schema.safeParse(data);
  if (success) return read;
  throw new BotError(
    "unavailable",
    `${host} answered with something else than GitHub would. Check apiUrl of forge.github, and whether a proxy answers.`,
  );
}
