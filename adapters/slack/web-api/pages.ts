import { z } from "zod";
import type { CallOptions, SlackCall } from "./call.ts";

const cursor = z.object({ response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish() });

/** Every item of a paged method. A list of a million items would be a mistake of somebody: it ends at 200,000. */
export async function* pages<T extends z.ZodType>(
  call: SlackCall,
  method: string,
  args: Readonly<Record<string, unknown>>,
  read: { readonly key: string; readonly item: T },
  options?: CallOptions,
): AsyncGenerator<readonly z.infer<T>[]> {
  const shape = z.looseObject({ [read.key]: z.array(z.unknown()).default([]) }).and(cursor);
  let next = "";
  for (let page = 0; page < 1000; page += 1) {
    const answer = await call(method, { ...args, limit: 200, ...(next !== "" && { cursor: next }) }, shape, options);
    const items = (answer as Record<string, unknown>)[read.key] as readonly unknown[];
    yield items.flatMap((item) => {
      const parsed = read.item.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    });
    next = answer.response_metadata?.next_cursor ?? "";
    if (next === "") return;
  }
}

/** The workspaces to ask one after the other: `team_id` is needed when the app is installed for an organisation. */
export async function workspaces(
  call: SlackCall,
  isOrg: boolean,
  options?: CallOptions,
): Promise<readonly { readonly id?: string; readonly name: string }[]> {
  if (!isOrg) return [{ name: "" }];
  const item = z.object({ id: z.string(), name: z.string().default("") });
  const found: z.infer<typeof item>[] = [];
  for await (const page of pages(call, "auth.teams.list", {}, { key: "teams", item }, options)) found.push(...page);
  return found;
}
