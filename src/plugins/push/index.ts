import {
  type DeliveryEvent,
  type InstallationEvent,
  type RepositoryEvent,
  repositoryKey,
} from "../../event/delivery-event.ts";
import type { Plugin, Services } from "../../plugin.ts";
import { createBreakages } from "./breakages.ts";
import { isOfInterest, isOutrun, refreshAfterPush, stateOf } from "./refresh-after-push.ts";
import { tellPusher } from "./tell-pusher.ts";

/** What webhooks bring: a repository is read as soon as it changes, and whoever broke its files hears of it. */
export const pushPlugin: Plugin = {
  name: "push",
  register({ deliveries, bus, services }) {
    const { catalog, store } = services;
    const breakages = createBreakages({ catalog, bus, store });
    deliveries.on("push", async (event, signal, behind) => {
      if (!isOfInterest(stateOf(services, event), event) || isOutrun(event, behind())) return;
      const key = repositoryKey(event.repository);
      await breakages.keep(key);
      if (!(await refreshAfterPush(services, event, { behind, signal }))) return;
      await tellPusher(services, event, breakages);
      await breakages.forget(key);
    });
    deliveries.on("repository", (event, signal) => refreshRepository(services, event, signal));
    deliveries.on("installation", (event, signal, behind) => syncAll(services, event, behind(), signal));
  },
};

async function refreshRepository({ sync }: Services, event: RepositoryEvent, signal: AbortSignal): Promise<void> {
  const { action, repository, previous } = event;
  if (action === "created") await sync.sync({ signal });
  else await sync.refresh(previous === undefined ? [repository] : [repository, previous], signal);
}

/** Once for all that waits. A token may keep to the repositories that were selected when it was made. */
async function syncAll(
  { forges, sync }: Services,
  { host, owner }: InstallationEvent,
  behind: readonly DeliveryEvent[],
  signal: AbortSignal,
): Promise<void> {
  forges.get(host)?.forget(owner);
  if (behind.length === 0) await sync.sync({ signal });
}
