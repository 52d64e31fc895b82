import type { z } from "zod";
import type { Store } from "../../../src/store/store.ts";
import { encoded } from "./links.ts";

/** What outlives the process: everything by platform and tenant. */
export type Remembered = "conversation" | "person";

/** The key of one thing. Teams' ids have characters of every kind in them. */
export function rememberedKey(tenant: string, kind: Remembered, id: string): string {
  return `teams/${encoded(tenant)}/${kind}/${encoded(id)}`;
}

const pageSize = 1000;

/** Everything of one kind, of all tenants; what cannot be read any more is left out. */
export async function readAll<T>(
  store: Store,
  kind: Remembered,
  shape: z.ZodType<T>,
): Promise<readonly { readonly key: string; readonly value: T }[]> {
  const all: { readonly key: string; readonly value: T }[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.list("teams/", { limit: pageSize, ...(after !== undefined && { after }) });
    for (const { key, value } of page) {
      const read = key.split("/")[2] === kind ? shape.safeParse(value) : undefined;
      if (read?.success) all.push({ key, value: read.data });
    }
    after = page.at(-1)?.key;
    if (after === undefined || page.length < pageSize) return all;
  }
}
