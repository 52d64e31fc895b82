import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedGitHub, startGitHub } from "./simulated-github.ts";
import type { Json } from "./world.ts";

let hub: SimulatedGitHub;
let token: string;

beforeEach(async () => {
  hub = await startGitHub({ people: [{ login: "lena" }], organisations: [{ login: "acme", admins: ["lena"] }] });
  for (const name of ["a", "b", "c", "d"]) hub.createRepository({ owner: "acme", name });
  token = hub.createToken({ login: "lena" });
});
afterEach(() => hub.stop());

async function ask(query: string): Promise<{ status: number; headers: Headers; body: Json }> {
  const headers = { authorization: `bearer ${token}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ query }) };
  const response = await fetch(hub.apiUrl.replace("/v3", "/graphql"), init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${hub.apiUrl}${path}`, { headers: { authorization: `token ${token}`, ...headers } });
}

const names = `{ organization(login: "acme") { repositories(first: 4) { totalCount nodes { name } } } }`;

function namesIn({ data }: Json): unknown {
  const listed = (data as { organization: { repositories: { nodes: ({ name: string } | null)[] } } }).organization;
  return listed.repositories.nodes.map((node) => node?.name ?? null);
}

test("planned faults come in their order: the third page of a listing fails as GitHub's would", async () => {
  hub.fail("graphql", { times: 2 });
  hub.fail("graphql", { status: 502 });
  hub.fail("graphql", { error: "went wrong" });
  hub.fail("graphql", { error: "partial" });
  hub.fail("graphql", { error: "half listing" });
  hub.fail("graphql", { error: "not found" });

  const answers = [];
  for (let count = 0; count < 7; count += 1) answers.push(await ask(names));

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 502, 200, 200, 200, 200]);
  expect(answers[3]?.body).toMatchObject({ data: null, errors: [{ message: /^Something went wrong/ }] });
  expect(namesIn(answers[4]?.body ?? {})).toEqual(["a", null, "c", null]);
  expect(answers[4]?.body).toMatchObject({ errors: [{ path: ["organization", "repositories", "nodes", 1] }, {}] });
  expect(namesIn(answers[5]?.body ?? {})).toEqual(["a", "b"]);
  expect(answers[6]?.body).toMatchObject({ data: { organization: null }, errors: [{ type: "NOT_FOUND" }] });
  expect(hub.requestsOf("graphql").map(({ status }) => status)).toEqual([200, 200, 502, 200, 200, 200, 200]);
});

test("a connection breaks off before the answer, in it, or the answer is of too many requests", async () => {
  const operation = "GET /repos/{owner}/{repo}";
  hub.fail(operation, { reset: true });
  hub.fail(operation, { error: "truncated" });
  hub.fail(operation, { retryAfterSec: 7 });

  await expect(get("/repos/acme/a")).rejects.toThrow();
  await expect(get("/repos/acme/a").then((response) => response.text())).rejects.toThrow();
  const limited = await get("/repos/acme/a");

  expect([limited.status, limited.headers.get("retry-after")]).toEqual([403, "7"]);
  expect(await limited.json()).toMatchObject({ message: expect.stringContaining("secondary rate limit") });
  expect((await get("/repos/acme/a")).status).toBe(200);
});

test("a fetch breaks off in the middle, and the next one works", async () => {
  hub.commit({ repository: "acme/a", files: { "a.txt": "a" } });
  const at = `${hub.webUrl}/acme/a.git/info/refs?service=git-upload-pack`;
  hub.fail("git", { error: "truncated" });

  await expect(fetch(at).then((response) => response.text())).rejects.toThrow();

  expect(await (await fetch(at)).text()).toContain("refs/heads/main");
});

test("a token has so many requests an hour, of which those that brought nothing new take none", async () => {
  hub.setLimits({ core: 3, graphql: 1 });

  const first = await get("/repos/acme/a");
  const same = await get("/repos/acme/a", { "if-none-match": first.headers.get("etag") ?? "" });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await get("/repos/acme/a")).status);
  await ask(names);
  const query = await ask(names);

  expect([same.status, same.headers.get("x-ratelimit-remaining")]).toEqual([304, "2"]);
  expect(statuses).toEqual([200, 200, 403]);
  expect(query.body).toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
  expect(query.headers.get("x-ratelimit-remaining")).toBe("0");
});

test("a query says how much it wants, and that is not too much", async () => {
  const listed = (range: string, inner = "name") =>
    `{ organization(login: "acme") { repositories${range} { nodes { ${inner} } } } }`;
  const members = `owner { repositories(first: 100) { nodes { owner { repositories(first: 100) { totalCount } } } } }`;
  const typeOf = async (query: string) => ((await ask(query)).body["errors"] as Json[])[0]?.["type"];

  expect(await typeOf(listed(""))).toBe("MISSING_PAGINATION_BOUNDARIES");
  expect(await typeOf(listed("(first: 101)"))).toBe("EXCESSIVE_PAGINATION");
  expect(await typeOf(listed("(first: 100)", members))).toBe("MAX_NODE_LIMIT_EXCEEDED");
  token = hub.createToken({ login: "lena", scopes: ["repo"] });
  expect(await typeOf(`{ organization(login: "acme") { teams(first: 1) { totalCount } } }`)).toBe(
    "INSUFFICIENT_SCOPES",
  );
});
