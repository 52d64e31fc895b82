import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyOf } from "../../wire/incoming.ts";
import { Refusal } from "../refusal.ts";
import { person, repositoryBySlug } from "../world.ts";
import { showBlob } from "./blob.ts";
import { showCommit, showCommits } from "./commits.ts";
import { showDeliveries } from "./deliveries.ts";
import { deleteFile, editFile, newFile } from "./edit.ts";
import { showAccount, showHome } from "./home.ts";
import { html } from "./html.ts";
import { documentOf, isSeen, nameElsewhere } from "./page.ts";
import { showSettings } from "./settings.ts";
import { icon, linesScript, style } from "./style.ts";
import { showTree } from "./tree.ts";
import { type Answer, hrefOf, type Place, peopleOf, placeIn, type Visit, type WebParts } from "./visit.ts";

const security = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  // Without any referrer browsers would not say where a form was sent from.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
};

/** A megabyte of text, each sign of which may be three in a form. */
const maxFormBytes = 7 * 1024 * 1024;

const assets: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/-/style.css": ["text/css", style],
  "/-/lines.js": ["text/javascript", linesScript],
  "/-/icon.svg": ["image/svg+xml", icon],
};

type Page = (visit: Visit, place: Place) => Answer | Promise<Answer>;

/** What is looked at in a state of a repository, and what can be sent to it. */
const pages = new Map<string, Page>(Object.entries({ tree: showTree, blob: showBlob, commits: showCommits }));
const forms = new Map<string, Page>(Object.entries({ edit: editFile, new: newFile, delete: deleteFile }));

/** Answers a request for a page with HTML, whatever it is. */
export async function webDoor(
  parts: WebParts,
  request: IncomingMessage,
  response: ServerResponse,
  address: URL,
): Promise<void> {
  for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
  const asset = assets[address.pathname];
  if (asset) return void response.writeHead(200, { "content-type": `${asset[0]}; charset=utf-8` }).end(asset[1]);
  const come = newcomer(parts, request, address);
  if (come) return void response.writeHead(303, come).end();
  const viewer = viewerOf(parts, request);
  const visit = { parts, viewer, address, form: undefined };
  const answer = await answerTo(visit, request).catch((error: unknown): Answer => {
    if (!(error instanceof Refusal)) throw error;
    // What is left of a form that is too long is not waited for.
    if (error.status === 413) response.setHeader("connection", "close");
    const body = html`<h1>That does not work</h1><p>${error.message}</p><p><a class="button" href="/">All repositories</a></p>`;
    return { status: error.status, title: "That does not work", body };
  });
  if ("to" in answer) return void response.writeHead(303, { ...answer.headers, location: answer.to }).end();
  const { status = 200, title, body } = answer;
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(documentOf(visit, title, body));
}

/** Whoever comes from another platform is the same person here: `?as=lena.fischer`. Somebody unknown stays whoever they were. */
function newcomer({ world }: WebParts, { method }: IncomingMessage, { pathname, searchParams }: URL) {
  const name = searchParams.get("as");
  if (name === null || method !== "GET") return undefined;
  const found = peopleOf(world).find((one) => nameElsewhere(one) === name.toLowerCase().replaceAll(" ", "."));
  return { location: `/${pathname.replace(/^\/+/, "")}`, ...(found && { "set-cookie": cookieOf(found.login) }) };
}

function cookieOf(login: string): string {
  return `github-person=${login}; Path=/; HttpOnly; SameSite=Lax`;
}

/** Who the cookie says; whoever they are, it is a name on this machine and no secret. */
function viewerOf({ world, viewer: wanted = "" }: WebParts, { headers }: IncomingMessage): Visit["viewer"] {
  const [, login = ""] = /(?:^|;\s*)github-person=([\w.-]+)/.exec(headers.cookie ?? "") ?? [];
  const all = peopleOf(world);
  const found = [login, wanted].flatMap((name) => all.find((one) => one.login === person(world, name)?.login) ?? []);
  return found[0] ?? all[0] ?? { type: "User", id: 0, login: "ghost", createdAt: world.now() };
}

async function answerTo(visit: Visit, request: IncomingMessage): Promise<Answer> {
  const { method = "" } = request;
  if (!["GET", "HEAD", "POST"].includes(method)) throw new Refusal(405, `Nothing here takes ${method}.`);
  const form = method === "POST" ? await formOf(visit, request) : undefined;
  const names = namesIn(visit.address);
  const sent = { ...visit, form };
  if (names[0] === "-") {
    if (names[1] === "person" && form) return becomePerson(visit, form);
    if (names[1] === "deliveries") return showDeliveries(sent);
    throw new Refusal(404, "There is nothing at this address.");
  }
  const [owner, name, kind = "tree", ...rest] = names;
  const isForm = name !== undefined && (forms.has(kind) || kind === "settings");
  if (form && !isForm) throw new Refusal(405, "Nothing can be sent to this address.");
  if (owner === undefined) return showHome(sent);
  return name === undefined ? showAccount(sent, owner) : repositoryPage(sent, [owner, name], kind, rest);
}

async function repositoryPage(
  visit: Visit,
  [owner, name]: readonly [string, string],
  kind: string,
  rest: readonly string[],
): Promise<Answer> {
  const slug = `${owner}/${name.replace(/\.git$/, "")}`;
  const repository = repositoryBySlug(visit.parts.world, slug);
  if (repository === undefined || !isSeen(visit, repository))
    throw new Refusal(404, `There is no repository ${slug}, or not for you.`);
  // What was renamed is found at its new name; what is sent there arrives too.
  const asked = `/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  if (visit.form === undefined && hrefOf(repository).toLowerCase() !== asked.toLowerCase())
    return { to: hrefOf(repository, ...(rest.length > 0 ? [kind] : []), ...rest) };
  if (kind === "commit") return showCommit(repository, rest[0] ?? "");
  if (kind === "settings") return showSettings(visit, repository);
  const page = pages.get(kind) ?? forms.get(kind);
  if (page === undefined) throw new Refusal(404, "There is nothing at this address.");
  return page(visit, placeIn(repository, rest));
}

function namesIn({ pathname }: URL): readonly string[] {
  try {
    return pathname.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    throw new Refusal(400, "That address cannot be read.");
  }
}

/** Any page in a browser can send a form here, so it counts only from these pages; browsers always say from where one is. */
async function formOf({ parts: { world } }: Visit, request: IncomingMessage): Promise<URLSearchParams> {
  const { origin, host, "sec-fetch-site": site = "same-origin", "content-type": type = "" } = request.headers;
  if (origin !== `http://${host}` || site !== "same-origin")
    throw new Refusal(403, `Only the pages of ${world.webUrl} may do that.`);
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw new Refusal(415, "That is no form of these pages.");
  const body = await bodyOf(request, maxFormBytes);
  if (body === undefined) throw new Refusal(413, "That is too large: files of up to 1 MB can be written here.");
  return new URLSearchParams(body);
}

function becomePerson({ parts: { world } }: Visit, form: URLSearchParams): Answer {
  const chosen = peopleOf(world).find(({ login }) => login === form.get("login"));
  if (chosen === undefined) throw new Refusal(404, "There is no such person.");
  const back = URL.canParse(form.get("back") ?? "", world.webUrl)
    ? new URL(form.get("back") ?? "", world.webUrl)
    : undefined;
  return { to: `/${back?.pathname.replace(/^\/+/, "") ?? ""}`, headers: { "set-cookie": cookieOf(chosen.login) } };
}
