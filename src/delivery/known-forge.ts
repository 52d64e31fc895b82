import type { Forge } from "../forge/forge.ts";

/** A configured host, and where its pages are. */
export type KnownForge = Pick<Forge, "host" | "webUrl">;

/** The host that a page is of; undefined for one that is not configured. */
export function forgeOf(page: string, forges: readonly KnownForge[]): KnownForge | undefined {
  const address = page.toLowerCase();
  return forges.find(({ webUrl }) => address.startsWith(`${webUrl.toLowerCase()}/`));
}
