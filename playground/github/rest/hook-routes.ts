import { need } from "../credential.ts";
import type { Delivery, Hook } from "../hook/hooks.ts";
import { notFound } from "../refusal.ts";
import type { Json, World } from "../world.ts";
import { neededApp } from "./app-routes.ts";
import { neededOrganisation } from "./organisation-routes.ts";
import { timeText } from "./repository-json.ts";
import { type Asked, paged, pageOf, type Reply, type Route } from "./route.ts";

type Level = "read" | "write";

/** Hooks, and what was sent to them. https://docs.github.com/rest/apps/webhooks and https://docs.github.com/rest/orgs/webhooks */
export const hookRoutes: readonly Route[] = [
  { method: "GET", path: "/app/hook/config", run: (asked) => ({ status: 200, body: configJson(appHook(asked)) }) },
  ...deliveryRoutes("/app/hook/deliveries", appHook),
  { method: "GET", path: "/orgs/{org}/hooks", run: organisationHooks },
  ...deliveryRoutes("/orgs/{org}/hooks/{hook_id}/deliveries", organisationHook),
];

function deliveryRoutes(path: string, hookOf: (asked: Asked, level: Level) => Hook): readonly Route[] {
  const neededDelivery = (asked: Asked, level: Level): Delivery => {
    const hook = hookOf(asked, level);
    const id = Number(asked.params["delivery_id"]);
    const found = asked.hooks.deliveries.find((delivery) => delivery.hook === hook && delivery.id === id);
    if (found === undefined) throw notFound();
    return found;
  };
  return [
    { method: "GET", path, run: (asked) => deliveries(asked, hookOf(asked, "read")) },
    {
      method: "GET",
      path: `${path}/{delivery_id}`,
      run: (asked) => ({ status: 200, body: wholeDeliveryJson(neededDelivery(asked, "read")) }),
    },
    {
      method: "POST",
      path: `${path}/{delivery_id}/attempts`,
      run: (asked) => {
        void asked.hooks.redeliver(neededDelivery(asked, "write"));
        return { status: 202, body: {} };
      },
    },
  ];
}

function appHook(asked: Asked): Hook {
  const [hook] = asked.hooks.hooksOf(neededApp(asked));
  if (hook === undefined) throw notFound();
  return hook;
}

function ownHooks(asked: Asked, level: Level): readonly Hook[] {
  const { credential } = asked;
  const own = neededOrganisation(asked, "organization_hooks");
  need(credential, "organization_hooks", level);
  const isAdmin =
    credential.type !== "user" ||
    (credential.scopes.includes("admin:org_hook") && own.members.get(credential.login) === "admin");
  if (!isAdmin) throw notFound();
  return asked.hooks.hooksOf(own.login);
}

function organisationHooks(asked: Asked): Reply {
  return paged(asked, ownHooks(asked, "read"), (page) => page.map((hook) => hookJson(asked.world, hook)));
}

function organisationHook(asked: Asked, level: Level): Hook {
  const found = ownHooks(asked, level).find(({ id }) => id === Number(asked.params["hook_id"]));
  if (found === undefined) throw notFound();
  return found;
}

/** https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/viewing-webhook-deliveries */
const keptMs = 3 * 24 * 3_600_000;

/** The newest first; where the next page begins is a cursor. */
function deliveries(asked: Asked, hook: Hook): Reply {
  const { query, world, path } = asked;
  const wanted = query.get("status");
  const isWanted = ({ status }: Delivery) => wanted === null || (wanted === "success") === (status === "OK");
  const since = world.now().getTime() - keptMs;
  const isKept = (one: Delivery) => one.hook === hook && one.deliveredAt.getTime() > since;
  const all = asked.hooks.deliveries.filter((one) => isKept(one) && isWanted(one)).reverse();
  const after = Number(/^v1_(\d+)$/.exec(query.get("cursor") ?? "")?.[1] ?? Number.POSITIVE_INFINITY);
  const { size } = pageOf(asked);
  const rest = all.filter(({ id }) => id < after);
  const page = rest.slice(0, size);
  const next = new URLSearchParams(query);
  next.set("cursor", `v1_${page.at(-1)?.id}`);
  const link = `<${world.apiUrl}${path}?${next}>; rel="next"`;
  return { status: 200, body: page.map(deliveryJson), headers: rest.length > size ? { link } : {} };
}

function configJson({ url, secret }: Hook): Json {
  return { content_type: "json", insecure_ssl: "0", url, ...(secret !== undefined && { secret: "********" }) };
}

function hookJson(world: World, hook: Hook): Json {
  const { id, of, events, createdAt } = hook;
  const api = `${world.apiUrl}/orgs/${"login" in of ? of.login : of.slug}/hooks/${id}`;
  const at = timeText(createdAt);
  return {
    ...{ id, url: api, ping_url: `${api}/pings`, deliveries_url: `${api}/deliveries` },
    ...{ name: "web", type: "Organization", active: true, events, config: configJson(hook) },
    ...{ created_at: at, updated_at: at },
  };
}

function deliveryJson(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt.toISOString(),
    redelivery: delivery.isRedelivery,
    duration: delivery.durationSec,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function wholeDeliveryJson(delivery: Delivery): Json {
  const { url, headers, payload, answer } = delivery;
  return {
    ...deliveryJson(delivery),
    url,
    request: { headers, payload },
    response: { headers: answer.headers, payload: answer.text },
  };
}
