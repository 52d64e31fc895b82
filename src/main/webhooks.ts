import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { createDeliveries, type DeliveryDesk } from "../delivery/deliveries.ts";
import { createGitHubWebhook } from "../delivery/github-webhook.ts";
import type { KnownForge } from "../delivery/known-forge.ts";
import { createPull } from "../delivery/pull.ts";
import type { Check } from "../finding.ts";
import type { Forges } from "../forge/forge.ts";
import type { HttpRoute } from "../http-route.ts";
import type { Inbox } from "../inbox.ts";
import type { Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { parseGitAddress } from "../sync/git/address.ts";

/** Where other systems tell the bot something. */
export interface Webhooks {
  readonly deliveries: DeliveryDesk;
  readonly routes: readonly HttpRoute[];
  readonly checks: readonly Check[];
}

/** What webhooks are made with. */
export interface WebhookParts {
  readonly forges: Forges;
  readonly inbox: Inbox;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

/** The webhooks of a configuration; undefined where there are none. */
export function webhooksOf(config: Config, parts: WebhookParts): Webhooks | undefined {
  const { github } = config.webhooks;
  if (github === undefined) return undefined;
  const { secret, pull: isPulled } = github;
  const deliveries = createDeliveries(parts);
  const { intake } = deliveries;
  const forges = [...parts.forges.values(), ...gitHosts(config)];
  const door = secret === undefined ? undefined : createGitHubWebhook({ ...parts, secret, forges, isPulled, intake });
  const pull = isPulled ? createPull({ ...parts, forges: [...parts.forges.values()], intake }) : undefined;
  return {
    deliveries,
    routes: door === undefined ? [] : [door.route],
    checks: [deliveries.check, ...(door ? [door.check] : []), ...(pull ? [pull.check] : [])],
  };
}

/** Repositories that are read with git alone send webhooks as well. */
function gitHosts({ catalog }: Config): readonly KnownForge[] {
  return catalog.sources.flatMap((source) => {
    const host = source.type === "git" ? parseGitAddress(source.url).forge?.host : undefined;
    return host === undefined ? [] : [{ host, webUrl: `https://${host}` }];
  });
}
