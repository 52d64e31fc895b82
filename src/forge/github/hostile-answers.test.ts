import { generateKeyPairSync } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../clock.ts";
import { createOutside } from "../../fetch.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { createGitHubForge } from "./github-forge.ts";
import type { GitHubAuth } from "./options.ts";

const never = new AbortController().signal;
const commit = "0123456789abcdef0123456789abcdef01234567";

const token = { type: "token", token: "ghp_canary" } as const;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** A driver in front of a server that answers as it likes. */
async function inFrontOf(answer: RequestListener, auth: GitHubAuth = token) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createGitHubForge({
    ...{ host: "ghe.example.com", apiUrl: url, webUrl: url, owners: ["acme"] },
    ...{ auth, clock: systemClock(), log: recordedLog().log },
    fetch: createOutside({}).fetch,
  });
}

test.each([200, 404])("a small answer (%i) that is a huge one once unpacked is not unpacked", async (status) => {
  const huge = Buffer.alloc(64 * 1024 * 1024, " ");
  const packed = gzipSync(huge);
  const forge = await inFrontOf((_, response) => {
    response.writeHead(status, { "content-type": "application/json", "content-encoding": "gzip" }).end(packed);
  });

  const outcome = await forge.tree("acme/shop", commit, never).catch((error: unknown) => error);

  expect(outcome).toMatchObject({ code: "unavailable", message: expect.stringContaining("more than can be read") });
});

interface Listed {
  readonly slug?: string;
  readonly oid?: string;
}

/** The listing of an organisation with one repository. */
function listing({ slug = "acme/shop", oid = commit }: Listed): RequestListener {
  const node = {
    ...{ nameWithOwner: slug, isArchived: false, isFork: false },
    defaultBranchRef: { name: "main", target: { __typename: "Commit", oid } },
  };
  const repositories = { totalCount: 1, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [node] };
  return (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: { repositoryOwner: { repositories } } }));
  };
}

const impossible: readonly (readonly [string, Listed])[] = [
  ["a repository that leads elsewhere", { slug: "../../etc" }],
  ["a repository with a line break", { slug: "acme/shop\n<!channel>" }],
  ["a commit that is an option", { oid: "--upload-pack=touch canary" }],
  ["a commit that is a name", { oid: "HEAD" }],
];
test.each(impossible)("a listing with %s is none of GitHub's", async (_, listed) => {
  const forge = await inFrontOf(listing(listed));

  const outcome = await forge.list("acme", { paths: [] }, never).catch((error: unknown) => error);

  expect(outcome).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("something else than GitHub"),
  });
});

test("a listing that never ends is given up", async () => {
  let asked = 0;
  const forge = await inFrontOf((_, response) => {
    asked += 1;
    const pageInfo = { hasNextPage: true, endCursor: `page ${asked}` };
    const repositories = { totalCount: 0, pageInfo, nodes: [] };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: { repositoryOwner: { repositories } } }));
  });

  const { incomplete } = await forge.list("acme", { paths: [] }, never);

  expect(incomplete?.code).toBe("unavailable");
  expect(asked).toBeLessThan(20);
});

test.each(["1000000000", "Fri, 31 Dec 9999 23:59:59 GMT"])(
  "a limit of decades (%s) holds for an hour",
  async (told) => {
    const forge = await inFrontOf((_, response) => response.writeHead(429, { "retry-after": told }).end());

    const outcome = await forge.tree("acme/shop", commit, never).catch((error: unknown) => error);

    expect(outcome).toMatchObject({ code: "rate_limited" });
    expect((outcome as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(61 * 60_000);
  },
);

test.each([
  ["a token that is none", { id: 1 }, { token: 5, expires_at: "soon" }],
  ["an installation that is none", { id: "../../1" }, {}],
])("%s is told in words", async (_, installation, made) => {
  const answer: RequestListener = ({ url = "" }, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(url.endsWith("access_tokens") ? made : installation));
  };
  const forge = await inFrontOf(answer, { type: "app", id: 1, privateKey });

  const outcome = await forge.list("acme", { paths: [] }, never).catch((error: unknown) => error);

  expect(outcome).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("something else than GitHub"),
  });
});

test("an error that quotes the token is not quoted", async () => {
  const forge = await inFrontOf(({ headers: { authorization } }, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: null, errors: [{ type: authorization, message: authorization }] }));
  });

  const outcome = await forge.list("acme", { paths: [] }, never).catch((error: unknown) => error);

  expect(outcome).toMatchObject({ code: "unavailable", message: expect.stringContaining("no reason told") });
  expect(String((outcome as Error).cause)).not.toContain("canary");
});
