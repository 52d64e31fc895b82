import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Forges } from "../forge/forge.ts";
import type { Log } from "../log.ts";

/** The forges of a configuration, by host. What they need is loaded only where there are any, so that `ask` starts quickly. */
export async function forgesOf(
  { forge, catalog, network, server, webhooks }: Config,
  parts: { readonly clock: Clock; readonly log: Log },
): Promise<Forges> {
  if (forge.github.length === 0) return new Map();
  const [{ createGitHubForge }, { createOutside }] = await Promise.all([
    import("../forge/github/github-forge.ts"),
    import("../fetch.ts"),
  ]);
  const { fetch } = createOutside(network);
  const { publicUrl } = server;
  const isPulled = webhooks.github?.pull === true;
  return new Map(
    forge.github.map((github) => {
      const sources = catalog.sources.flatMap((source) => (source.type === "github" ? source : []));
      const owners = sources.filter(({ host }) => host === github.host).map(({ org }) => org);
      const around = { ...parts, fetch, isPulled, ...(publicUrl !== undefined && { publicUrl }) };
      return [github.host, createGitHubForge({ ...github, ...around, owners: [...new Set(owners)] })];
    }),
  );
}
