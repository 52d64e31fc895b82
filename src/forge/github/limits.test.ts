import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.ts";
import { createGitHubBench } from "../../testing/github-bench.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { createGitHubForge } from "./github-forge.ts";

const never = new AbortController().signal;
const noPaths = { paths: [] };

/** A driver with a token in front of a server that gives these answers, one after the other, the last for ever. */
function answered(...answers: readonly (() => Response | Promise<Response>)[]) {
  const clock = createFakeClock();
  const requests: { url: string; authorization: string | null }[] = [];
  const { log, lines } = recordedLog();
  const forge = createGitHubForge({
    ...{ host: "ghe.example.com", apiUrl: "https://ghe.example.com/api/v3", webUrl: "https://ghe.example.com" },
    auth: { type: "token", token: "ghp_canary" },
    owners: ["acme"],
    clock,
    log,
    fetch: (async (input: URL, init: RequestInit) => {
      requests.push({ url: input.href, authorization: new Headers(init.headers).get("authorization") });
      init.signal?.throwIfAborted();
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      return Promise.race([answer?.(), aborted(init.signal)]);
    }) as typeof fetch,
  });
  return { forge, clock, requests, lines };
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): () => Response {
  const all = { "content-type": "application/json; charset=utf-8", ...headers };
  return () => new Response(JSON.stringify(body), { status, headers: all });
}

const tree = json({ sha: "", url: "", truncated: false, tree: [] });
const commit = "0123456789abcdef0123456789abcdef01234567";
const resetIn = (clock: { now(): Date }, seconds: number) => `${Math.floor(clock.now().getTime() / 1000) + seconds}`;

/** What became of it, after so long; `pending` where nothing has. What octokit does meanwhile takes real time, a few milliseconds. */
async function after(clock: FakeClock, ms: number, work: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = "pending";
  work.then(
    (value) => (outcome = value),
    (error: unknown) => (outcome = error),
  );
  await settled(10);
  for (let leftMs = ms; leftMs > 0; leftMs -= 500) {
    await clock.advance(Math.min(leftMs, 500));
    await settled(1);
  }
  await settled(10);
  return outcome;
}

async function settled(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await setTimeout(2);
}

test("a limit that is soon over is waited for, by everybody, and nothing leaves before", async () => {
  const { forge, clock, requests } = answered(
    json({ message: "You have exceeded a secondary rate limit." }, 403, { "retry-after": "30" }),
    tree,
  );

  const first = forge.tree("acme/a", commit, never);
  expect(await after(clock, 29_900, first)).toBe("pending");
  const second = forge.tree("acme/b", commit, never);
  expect(await after(clock, 0, second)).toBe("pending");
  expect(requests).toHaveLength(1);

  expect(await after(clock, 200, first)).toEqual([]);
  expect(await after(clock, 0, second)).toEqual([]);
  expect(requests).toHaveLength(3);
});

test("a 429 without a word is a limit of a minute; one that is longer is told at once, and no request leaves until it is over", async () => {
  const { forge, clock, requests } = answered(json({ message: "Too many" }, 429, { "retry-after": "300" }), tree);

  const told = await after(clock, 0, forge.tree("acme/a", commit, never));

  expect(told).toMatchObject({
    code: "rate_limited",
    retryAfterMs: 300_000,
    message: expect.stringContaining("5 min"),
  });
  await clock.advance(239_000);
  expect(await after(clock, 0, forge.tree("acme/a", commit, never))).toMatchObject({ retryAfterMs: 61_000 });
  expect(requests).toHaveLength(1);
  await clock.advance(61_000);
  expect(await after(clock, 0, forge.tree("acme/a", commit, never))).toEqual([]);

  const silent = answered(json({ message: "Too many" }, 429), tree);
  const waiting = silent.forge.tree("acme/a", commit, never);
  expect(await after(silent.clock, 59_000, waiting)).toBe("pending");
  expect(await after(silent.clock, 1_000, waiting)).toEqual([]);
});

test("an hour's requests used up are told by the host's own clock", async () => {
  const wrong = createFakeClock(new Date("2026-01-15T14:00:00Z"));
  const date = wrong.now().toUTCString();
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": resetIn(wrong, 600), date };
  const { forge, clock } = answered(json({ message: "API rate limit exceeded" }, 403, headers));

  const told = await after(clock, 0, forge.tree("acme/a", commit, never));

  expect(told).toMatchObject({ code: "rate_limited", retryAfterMs: 601_000 });
});

test("GraphQL says that it is limited in a success; then REST goes on", async () => {
  const fake = createFakeClock();
  const limits = {
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": resetIn(fake, 900),
    date: fake.now().toUTCString(),
  };
  const { forge, clock, requests } = answered(
    json({ errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] }, 200, limits),
    tree,
  );

  const told = await after(clock, 0, forge.list("acme", noPaths, never));

  expect(told).toMatchObject({ code: "rate_limited", retryAfterMs: 901_000 });
  expect(await after(clock, 0, forge.tree("acme/a", commit, never))).toEqual([]);
  expect(requests.map(({ url }) => url.split("?")[0])).toEqual([
    "https://ghe.example.com/api/graphql",
    `https://ghe.example.com/api/v3/repos/acme/a/git/trees/${commit}`,
  ]);
});

test("a secondary limit that GraphQL tells in a success is one too", async () => {
  const { forge, clock } = answered(json({ message: "You have exceeded a secondary rate limit." }), tree);

  const listing = forge.list("acme", noPaths, never);

  expect(await after(clock, 50_000, listing)).toBe("pending");
});

test("passing faults are asked again three times, others never", async () => {
  const passing = answered(json({}, 502), json({}, 503), json({}, 504), tree);
  expect(await after(passing.clock, 25_000, passing.forge.tree("acme/a", commit, never))).toEqual([]);
  expect(passing.requests).toHaveLength(4);

  const lasting = answered(json({}, 503));
  const told = await after(lasting.clock, 25_000, lasting.forge.tree("acme/a", commit, never));
  expect(told).toMatchObject({ code: "unavailable", message: "ghe.example.com answered 503. Try again in a minute." });
  expect(lasting.requests).toHaveLength(4);

  const other = answered(json({}, 500));
  expect(await after(other.clock, 0, other.forge.tree("acme/a", commit, never))).toMatchObject({
    message: "ghe.example.com answered 500. Try again in a minute.",
  });
  expect(other.requests).toHaveLength(1);
});

test("after five faults the host is left alone, for longer each time, until it answers", async () => {
  const { forge, clock, requests } = answered(...Array.from({ length: 6 }, () => json({}, 500)), tree);
  const ask = () => after(clock, 0, forge.tree("acme/a", commit, never));

  for (let count = 0; count < 5; count += 1) await ask();
  expect(requests).toHaveLength(5);
  expect(await ask()).toMatchObject({ code: "unavailable", message: expect.stringContaining("500") });
  expect(requests).toHaveLength(5);

  await clock.advance(1_300);
  await ask();
  expect(requests).toHaveLength(6);
  await clock.advance(1_300);
  await ask();
  expect(requests).toHaveLength(6);
  await clock.advance(1_300);
  expect(await ask()).toEqual([]);
  expect(await ask()).toEqual([]);
});

test("an answer that does not come within ten seconds is none; whoever leaves earlier is told at once", async () => {
  const { forge, clock } = answered(() => new Promise(() => undefined));
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());

  const waiting = forge.tree("acme/a", commit, never);
  const impatient = forge.permission("acme/a", "ada", leaving.signal);
  leaving.abort(new Error("gone"));

  expect(await after(clock, 0, impatient)).toMatchObject({ message: "gone" });
  expect(await after(clock, 29_000, waiting)).toBe("pending");
  expect(await after(clock, 1_100, waiting)).toMatchObject({
    code: "unavailable",
    message: "ghe.example.com did not answer within 30 s.",
  });
});

test.each([
  ["ECONNREFUSED", "ghe.example.com cannot be reached (ECONNREFUSED). Check network.proxy and the firewall."],
  ["ENOTFOUND", "ghe.example.com cannot be reached (ENOTFOUND). Check network.proxy and the firewall."],
  ["SELF_SIGNED_CERT_IN_CHAIN", expect.stringContaining("network.caFile")],
  ["CERT_HAS_EXPIRED", expect.stringContaining("not valid (CERT_HAS_EXPIRED)")],
])("%s is told as what it is, not as an answer of the host", async (code, message) => {
  const { forge, clock, requests } = answered(() => {
    throw Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("ghp_canary"), { code }) });
  });

  const told = await after(clock, 0, forge.tree("acme/a", commit, never));

  expect(told).toMatchObject({ code: "unavailable", message });
  expect(requests).toHaveLength(1);
});

test("what is wrong with the token is told with what to do", async () => {
  const ask = async (answer: () => Response) => {
    const { forge, clock } = answered(answer);
    return after(clock, 0, forge.tree("acme/a", commit, never));
  };

  expect(await ask(json({ message: "Bad credentials" }, 401))).toMatchObject({
    code: "not_allowed",
    message: expect.stringMatching(/does not accept the token \(401\).*forge\.github\.token/),
  });
  expect(await ask(json({}, 403, { "x-github-sso": "required; url=https://evil.example" }))).toMatchObject({
    code: "not_allowed",
    message: expect.stringContaining("https://ghe.example.com/settings/tokens"),
  });
  const needing = async (headers: Record<string, string>, message = "") =>
    ((await ask(json({ message }, 403, headers))) as Error).message;
  expect(await needing({ "x-accepted-github-permissions": "contents=read; issues=read" })).toMatch(
    /lacks “Repository permissions: Contents”\. Set it to “Read-only” .*docs\/github\.md/,
  );
  expect(await needing({ "x-accepted-github-permissions": "<!here>=read" })).toContain("lacks a scope or permission. ");
  const scopes = { "x-oauth-scopes": "gist", "x-accepted-oauth-scopes": "admin:org, read:org, repo" };
  expect(await needing(scopes)).toContain("lacks the scope repo. Give it that at https://ghe.example.com/settings");
  expect(await needing({ ...scopes, "x-oauth-scopes": "gist, repo" })).toContain("lacks a scope or permission. ");
  expect(await needing({}, "the `acme` organization has an IP allow list enabled")).toContain("add this machine's");
  expect(await ask(json("<html>", 200))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("proxy"),
  });
});

test("a redirect is followed on the same host alone, and the token goes nowhere else", async () => {
  const moved = (location: string) => json({ message: "Moved Permanently" }, 301, { location });
  const here = answered(moved("/api/v3/repositories/1/git/trees/x"), tree);
  expect(await after(here.clock, 0, here.forge.tree("acme/a", commit, never))).toEqual([]);
  expect(here.requests[1]).toEqual({
    url: "https://ghe.example.com/api/v3/repositories/1/git/trees/x",
    authorization: "Bearer ghp_canary",
  });

  const twice = answered(moved("/api/v3/repositories/1/x"), moved("/api/v3/repositories/2/x"), json({}, 404));
  expect(await after(twice.clock, 0, twice.forge.compare("acme/a", commit, commit, never))).toBeUndefined();
  expect(twice.requests).toHaveLength(3);

  for (const elsewhere of [
    "https://evil.example/",
    "http://ghe.example.com/",
    "//169.254.169.254/",
    "https://ghe.example.com:8443/",
  ]) {
    const { forge, clock, requests } = answered(moved(elsewhere), tree);
    expect(await after(clock, 0, forge.tree("acme/a", commit, never))).toMatchObject({ code: "unavailable" });
    expect(requests).toHaveLength(1);
  }
});

test("what can be no name is not asked for, and what can be is encoded", async () => {
  const { forge, clock, requests } = answered(tree);
  const odd = [
    "../../user",
    "acme/..",
    "acme/.",
    "acme/a/b",
    "acme/%2e%2e",
    "acme/a\r\nx: y",
    "acme/ü",
    "",
    "/",
    "acme/a?x",
  ];

  for (const slug of odd) {
    expect(await forge.head(slug, noPaths, never)).toBeUndefined();
    expect(await forge.permission(slug, "ada", never)).toBe("none");
    await expect(forge.tree(slug, commit, never)).rejects.toMatchObject({ code: "not_found" });
  }
  for (const login of ["../orgs", "a/b", "a\r\nb", "%2e%2e", "", "ü"]) {
    expect(await forge.permission("acme/a", login, never)).toBe("none");
    expect(await forge.teamMembers(login, "a", never)).toBeUndefined();
    await expect(forge.list(login, noPaths, never)).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await forge.teamMembers("acme", "..", never)).toBeUndefined();
  await expect(forge.tree("acme/a", "HEAD/../..", never)).rejects.toMatchObject({ code: "not_found" });
  expect(await forge.delivery("app-../../user", never)).toBeUndefined();
  expect(requests).toEqual([]);
  expect(await after(clock, 0, forge.tree("acme/a.b-c_d", commit, never))).toEqual([]);
});

test("no secret stands in any error or line of the log", async () => {
  const { forge, clock, lines } = answered(json({ message: "ghp_canary" }, 401), json({ message: "ghp_canary" }, 500));
  const { inspect } = await import("node:util");
  const told = [
    await after(clock, 0, forge.tree("acme/a", commit, never)),
    await after(clock, 0, forge.head("acme/a", noPaths, never)),
  ];

  expect(inspect([told, lines], { depth: 20, showHidden: true })).not.toContain("canary");
  expect(lines.length).toBeGreaterThan(0);
});

test("every part of a simulated GitHub is reached under one address, also beside a second one with the same numbers", async () => {
  const [one, two] = [await createGitHubBench(), await createGitHubBench()];
  onTestFinished(async () => void (await Promise.all([one.dispose(), two.dispose()])));
  await one.commit("acme/a", { "a.yaml": "1" });
  await two.commit("acme/b", { "a.yaml": "2" });

  const [a, b] = await Promise.all([one.forge.list("acme", noPaths, never), two.forge.list("acme", noPaths, never)]);

  expect([a.repositories[0]?.slug, b.repositories[0]?.slug]).toEqual(["acme/a", "acme/b"]);
});
