import { createHmac } from "node:crypto";

/** What the deliveries of tests are signed with. */
export const webhookSecret = "It's a Secret to Everybody";

/** A payload as GitHub sends it, in as much as anybody reads. */
export type Payload = Readonly<Record<string, unknown>>;

const sender = { login: "mia-chen", type: "User", html_url: "https://github.com/mia-chen" };

function repositoryOf(slug: string, webUrl: string) {
  const [owner = "", name = ""] = slug.split("/");
  const page = `${webUrl}/${slug}`;
  return { name, full_name: slug, html_url: page, default_branch: "main", owner: { login: owner } };
}

/** A push, by default to the default branch of acme/payments. */
export function pushPayload(slug = "acme/payments", differs: Payload = {}, webUrl = "https://github.com"): Payload {
  return {
    ref: "refs/heads/main",
    before: "a".repeat(40),
    after: "b".repeat(40),
    repository: repositoryOf(slug, webUrl),
    pusher: { name: "mia-chen", email: "mia@acme.example" },
    sender,
    ...differs,
  };
}

/** What became of a repository. */
export function repositoryPayload(action: string, slug = "acme/payments", changes: Payload = {}): Payload {
  return { action, changes, repository: repositoryOf(slug, "https://github.com"), sender };
}

/** What became of an installation of the app in acme. */
export function installationPayload(action: string): Payload {
  const account = { login: "acme", html_url: "https://github.com/acme" };
  return { action, installation: { id: 7, account }, repositories: [], sender };
}

/** The signature of a body, as GitHub writes it. */
export function signatureOf(body: string | Buffer, secret = webhookSecret, algorithm = "sha256"): string {
  return `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
}

/** Delivers as GitHub does. @param headers what differs; undefined leaves one out */
export function deliver(
  url: string,
  delivery: { readonly event: string; readonly guid: string; readonly body: string | Buffer },
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> {
  const { event, guid, body } = delivery;
  const all = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-hub-signature-256": signatureOf(body),
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${url}/webhooks/github`, { method: "POST", headers: sent, body: new Uint8Array(Buffer.from(body)) });
}
