import { createHmac, randomUUID } from "node:crypto";
import type { ExchangeLog } from "../../wire/exchange-log.ts";
import { post } from "../../wire/post.ts";
import { isSelected } from "../credential.ts";
import type { HubEvent } from "../event.ts";
import { type App, type Installation, type Json, organisation, type World } from "../world.ts";
import { payloadOf } from "./payload.ts";

/** Where events go. */
export interface Hook {
  readonly id: number;
  /** An App's own one, or an organisation's. */
  readonly of: App | { readonly login: string };
  url: string;
  /** Without one nothing is signed. */
  secret: string | undefined;
  /** Of an organisation's: `push`, `repository`, `*`. */
  readonly events: readonly string[];
  readonly createdAt: Date;
}

/** One attempt to tell of an event. */
export interface Delivery {
  readonly id: number;
  readonly hook: Hook;
  /** The same for every attempt. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: Date;
  readonly isRedelivery: boolean;
  readonly durationSec: number;
  /** `OK`, or what went wrong. */
  readonly status: string;
  /** 0 when nothing came. */
  readonly statusCode: number;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Json;
  readonly answer: { readonly headers: Readonly<Record<string, string>>; readonly text: string };
}

/** The hooks, and what was sent to them. */
export interface Hooks {
  /** Of an App; in place of what it had. */
  readonly setWebhook: (app: App, where: { readonly url: string; readonly secret?: string }) => Hook;
  readonly addOrganisationHook: (
    login: string,
    made: { readonly url: string; readonly secret?: string; readonly events?: readonly string[] },
  ) => Hook;
  readonly hooksOf: (of: App | string) => readonly Hook[];
  /** Tells all hooks that want to know. */
  readonly tell: (event: HubEvent) => void;
  /** Sends anything, as a real one would be sent; signed with another secret where one is given. */
  readonly deliver: (hook: Hook, event: string, payload: Json, secret?: string) => Promise<Delivery>;
  /** Once more, with the guid that it had. */
  readonly redeliver: (delivery: Delivery) => Promise<Delivery>;
  /** The newest last. */
  readonly deliveries: Delivery[];
  /** Resolves when nothing is on its way any more. */
  readonly settled: () => Promise<void>;
}

/** https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds */
const usualTimeoutMs = 10_000;
/** Larger ones are not sent. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const maxPayloadBytes = 25 * 1024 * 1024;

/** No hooks yet. */
export function createHooks(world: World, exchanges: ExchangeLog, timeoutMs = usualTimeoutMs): Hooks {
  const all: Hook[] = [];
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();
  const send = (sending: Sending): Promise<Delivery> => {
    const work = attempt(world, exchanges, timeoutMs, sending).then((delivery) => {
      deliveries.push(delivery);
      world.changes.changed();
      return delivery;
    });
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };
  const hooksOf: Hooks["hooksOf"] = (of) =>
    all.filter((hook) => (typeof of === "string" ? isOf(hook, of) : hook.of === of));
  return {
    setWebhook: (app, { url, secret }) => {
      const known = hooksOf(app)[0];
      if (known) return Object.assign(known, { url, secret });
      const made: Hook = { id: world.newId(), of: app, url, secret, events: app.events, createdAt: world.now() };
      all.push(made);
      return made;
    },
    addOrganisationHook: (login, { url, secret, events = ["*"] }) => {
      const made: Hook = { id: world.newId(), of: { login }, url, secret, events, createdAt: world.now() };
      all.push(made);
      return made;
    },
    hooksOf,
    tell: (event) => {
      for (const hook of all)
        for (const installation of audienceOf(world, hook, event)) {
          const payload = payloadOf(world, event, installation);
          void send({ hook, event: event.type, payload, guid: randomUUID(), isRedelivery: false });
        }
    },
    deliver: (hook, event, payload, secret) =>
      send({ hook, event, payload, guid: randomUUID(), isRedelivery: false, ...(secret !== undefined && { secret }) }),
    redeliver: ({ hook, event, payload, guid }) => send({ hook, event, payload, guid, isRedelivery: true }),
    deliveries,
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function isOf({ of }: Hook, login: string): boolean {
  return "login" in of && of.login.toLowerCase() === login.toLowerCase();
}

/** For which installations a hook is told of something; once, without one, for an organisation's. */
function audienceOf(world: World, hook: Hook, event: HubEvent): readonly (Installation | undefined)[] {
  if (!("repository" in event)) return event.installation.app === hook.of ? [event.installation] : [];
  const { type, repository } = event;
  if (!hook.events.includes(type) && !hook.events.includes("*")) return [];
  if ("login" in hook.of)
    return isOf(hook, repository.owner) && organisation(world, repository.owner) ? [undefined] : [];
  return [...world.installations.values()].filter(
    (one) =>
      one.app === hook.of &&
      !one.isSuspended &&
      isSelected({ repositories: one.repositories, installation: one }, repository),
  );
}

interface Sending {
  readonly hook: Hook;
  readonly event: string;
  readonly payload: Json;
  readonly guid: string;
  readonly isRedelivery: boolean;
  readonly secret?: string;
}

async function attempt(
  world: World,
  exchanges: ExchangeLog,
  timeoutMs: number,
  { hook, event, payload, guid, isRedelivery, secret = hook.secret }: Sending,
): Promise<Delivery> {
  const body = JSON.stringify(payload);
  const headers = headersOf(new URL(world.webUrl).host, { hook, event, guid, secret }, body);
  const deliveredAt = world.now();
  const { url } = hook;
  const isTooLarge = Buffer.byteLength(body) > maxPayloadBytes;
  const request = { line: `POST ${new URL(url).pathname}`, headers, body };
  const exchange = exchanges.begin({ direction: "to app", via: "http", name: event, request });
  const signal = AbortSignal.timeout(isTooLarge ? 0 : timeoutMs);
  const { answer, text } = await post(url, { method: "POST", headers, signal }, body);
  exchanges.end(exchange, {
    failure: answer.error === "http_error" ? `HTTP ${answer.status}` : answer.error,
    ...(answer.status > 0 && { answer: { line: `HTTP ${answer.status}`, headers: answer.headers, body: text } }),
  });
  const { installation, repository, action } = payload as { [name: string]: { id?: number } | undefined };
  return {
    ...{ id: world.newId(), hook, guid, event, deliveredAt, isRedelivery, url, headers, payload },
    action: typeof action === "string" ? action : null,
    durationSec: Math.round(answer.ms / 10) / 100,
    status: statusWords(answer),
    statusCode: answer.status,
    installationId: installation?.id ?? null,
    repositoryId: repository?.id ?? null,
    answer: { headers: answer.headers, text },
  };
}

function statusWords({ error, status }: { readonly error?: string; readonly status: number }): string {
  if (error === undefined) return "OK";
  if (error === "timeout") return "timed out";
  return error === "http_error" ? `Invalid HTTP Response: ${status}` : "failed to connect to host";
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers */
function headersOf(
  host: string,
  { hook, event, guid, secret }: Pick<Sending, "hook" | "event" | "guid"> & { readonly secret: string | undefined },
  body: string,
): Record<string, string> {
  const sign = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, secret ?? "")
      .update(body)
      .digest("hex")}`;
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/0f1e2d3",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(hook.id),
    "x-github-hook-installation-target-id": String("id" in hook.of ? hook.of.id : hook.id),
    "x-github-hook-installation-target-type": "login" in hook.of ? "organization" : "integration",
    "x-github-enterprise-host": host,
    "x-github-enterprise-version": "3.19.0",
    ...(secret !== undefined && { "x-hub-signature": sign("sha1"), "x-hub-signature-256": sign("sha256") }),
  };
}

/** What was transferred is taken from an installation with its old owner. */
export function removals(world: World, event: HubEvent): readonly HubEvent[] {
  if (event.type !== "repository" || event.previousOwner === undefined) return [];
  const { previousOwner, repository, sender } = event;
  return [...world.installations.values()]
    .filter(({ account, repositories }) => isSame(account, previousOwner) && isIn(repositories, repository.id))
    .map((installation) => {
      if (installation.repositories !== "all") installation.repositories.delete(repository.id);
      const rest = { action: "removed", installation, repositories: [repository] } as const;
      return { type: "installation_repositories", sender, ...rest };
    });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isIn(repositories: Installation["repositories"], id: number): boolean {
  return repositories === "all" || repositories.has(id);
}
