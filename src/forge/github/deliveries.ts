import { z } from "zod";
import { BotError } from "../../errors.ts";
import { parseUrl } from "../../parse-url.ts";
import type { Forge, ForgeDelivery } from "../forge.ts";
import { isLogin } from "./address.ts";
import type { Asking, Client } from "./client.ts";
import { absent } from "./credentials.ts";

/** What our webhooks' addresses end with. */
export const webhookPath = "/webhooks/github";

// Ids have outgrown the numbers of JavaScript; octokit gives large ones as bigint.
const id = z.union([z.number(), z.bigint(), z.string()]).transform(String);
const listSchema = z.array(
  z.object({
    id,
    guid: z.string(),
    delivered_at: z.coerce.date(),
    event: z.string(),
    action: z.string().nullish(),
    status_code: z.number().catch(0),
  }),
);
const deliverySchema = z.object({
  guid: z.string(),
  event: z.string(),
  request: z.object({ payload: z.unknown() }),
});
const hooksSchema = z.array(z.object({ id, config: z.object({ url: z.string().optional().catch(undefined) }) }));

/** Where deliveries are kept: the App's own webhook, or one of an organisation's. */
interface Book {
  /** What ids of its deliveries begin with: `app`, `acme.1234`. */
  readonly prefix: string;
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly as: Asking["as"];
}

const perPage = 100;
/** GitHub keeps three days; this is far more than any of these were meant to bring. */
const mostPages = 100;

/** What was delivered to our webhooks, or should have been. */
export function deliveryVerbs(client: Client): Pick<Forge, "deliveries" | "delivery"> {
  const { auth, owners } = client.options;

  async function booksOf(signal: AbortSignal): Promise<readonly Book[]> {
    if (auth.type === "app") return [appBook];
    const books: Book[] = [];
    for (const owner of owners) {
      for (const hook of await ourHooks(client, owner, signal)) books.push(hookBook(owner, hook));
    }
    if (books.length === 0) throw withoutHook(client);
    return books;
  }

  return {
    async deliveries(since, signal) {
      const found: ForgeDelivery[] = [];
      for (const book of await booksOf(signal)) found.push(...(await deliveriesIn(client, book, since, signal)));
      return found.sort((a, b) => a.at.getTime() - b.at.getTime());
    },
    async delivery(named, signal) {
      const [, prefix = "", number = ""] = /^(.+)-(\d+)$/.exec(named) ?? [];
      const book = bookNamed(prefix);
      if (!book) return undefined;
      const route = `${book.route}/{delivery_id}`;
      const parameters = { ...book.parameters, delivery_id: number };
      const answer = await client.rest(route, parameters, { as: book.as, signal, deadlineMs: 30_000 }).catch(absent);
      if (!answer) return undefined;
      const { event, guid, request } = client.read(answer.data, deliverySchema);
      return { event, guid, payload: request.payload };
    },
  };
}

/** Silence would look as if nothing was ever missed. */
function withoutHook({ options: { owners, webUrl } }: Client): BotError {
  const [owner = "<organisation>"] = owners;
  const place = `${webUrl}/organizations/${owner}/settings/hooks`;
  return new BotError(
    "not_found",
    `No webhook that ends with ${webhookPath} is to be seen at ${owners.join(", ") || "any organisation"}, so nothing that was missed can be fetched. Add one at ${place}; the token must be an owner's, with admin:org_hook.`,
  );
}

const appBook: Book = { prefix: "app", route: "GET /app/hook/deliveries", parameters: {}, as: "app" };

function hookBook(owner: string, hook: string): Book {
  const route = "GET /orgs/{org}/hooks/{hook_id}/deliveries";
  return { prefix: `${owner}.${hook}`, route, parameters: { org: owner, hook_id: hook }, as: { owner } };
}

function bookNamed(prefix: string): Book | undefined {
  if (prefix === "app") return appBook;
  const [, owner = "", hook = ""] = /^(.+)\.(\d+)$/.exec(prefix) ?? [];
  return isLogin(owner) ? hookBook(owner, hook) : undefined;
}

/** Ids of an organisation's webhooks that are ours, by where they deliver to. */
async function ourHooks(client: Client, owner: string, signal: AbortSignal): Promise<readonly string[]> {
  const route = "GET /orgs/{org}/hooks";
  const answer = await client.rest(route, { org: owner, per_page: perPage }, { as: { owner }, signal }).catch(absent);
  const hooks = answer ? client.read(answer.data, hooksSchema) : [];
  return hooks.filter(({ config }) => config.url?.replace(/\/$/, "").endsWith(webhookPath)).map((hook) => hook.id);
}

/** The newest come first; each page tells where the next one begins. */
async function deliveriesIn(client: Client, book: Book, since: Date, signal: AbortSignal): Promise<ForgeDelivery[]> {
  const found: ForgeDelivery[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const parameters = { ...book.parameters, per_page: perPage, ...(cursor !== undefined && { cursor }) };
    const answer = await client.rest(book.route, parameters, { as: book.as, signal });
    const some = client.read(answer.data, listSchema);
    found.push(...some.filter((each) => each.delivered_at >= since).map((each) => deliveryOf(each, book)));
    const next = cursorIn(answer.headers.get("link"));
    const isBefore = some.some((each) => each.delivered_at < since);
    if (some.length === 0 || isBefore || next === undefined || next === cursor) break;
    cursor = next;
  }
  return found;
}

function deliveryOf(each: z.infer<typeof listSchema>[number], { prefix }: Book): ForgeDelivery {
  return {
    ...{ id: `${prefix}-${each.id}`, guid: each.guid, event: each.event, at: each.delivered_at },
    ...(each.action && { action: each.action }),
    isAccepted: each.status_code >= 200 && each.status_code < 300,
  };
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api#using-link-headers */
function cursorIn(link: string | null): string | undefined {
  const [, next] = /<([^>]+)>;\s*rel="next"/.exec(link ?? "") ?? [];
  return parseUrl(next ?? "")?.searchParams.get("cursor") ?? undefined;
}
