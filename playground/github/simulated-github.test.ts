import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatedGitHub, startGitHub } from "./simulated-github.ts";

const run = promisify(execFile);
let hub: SimulatedGitHub;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "github-test-"));
  hub = await startGitHub({
    people: [{ login: "lena", name: "Lena Fischer", email: "lena@acme.example" }],
    organisations: [
      { login: "acme", admins: ["lena"], teams: [{ slug: "payments", maintainers: ["lena"], members: ["mia"] }] },
    ],
  });
  hub.createRepository({
    owner: "acme",
    name: "payments",
    isPrivate: true,
    files: { "catalog-info.yaml": "kind: Component\n" },
  });
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

function octokit(token = hub.createToken({ login: "lena" })): Octokit {
  return new Octokit({ auth: token, baseUrl: hub.apiUrl, log: quiet });
}

function git(...args: string[]): Promise<{ stdout: string }> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return run("git", args, { env });
}

interface Listed {
  readonly repositoryOwner: {
    readonly repositories: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      readonly nodes: readonly {
        readonly nameWithOwner: string;
        readonly defaultBranchRef: unknown;
        readonly file: unknown;
      }[];
    };
  };
  readonly rateLimit: { readonly cost: number };
}

const listing = `query ($owner: String!, $after: String, $first: Int!) {
  repositoryOwner(login: $owner) {
    repositories(first: $first, after: $after, orderBy: { field: NAME, direction: ASC }, ownerAffiliations: [OWNER]) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        nameWithOwner isArchived isFork url
        defaultBranchRef { name target { oid } }
        file: object(expression: "HEAD:catalog-info.yaml") { __typename oid ... on Blob { byteSize text } }
      }
    }
  }
  rateLimit { cost remaining }
}`;

test("a whole organisation is listed page by page with the files at given paths", async () => {
  for (const name of ["Checkout", "ledger"]) hub.createRepository({ owner: "acme", name });
  const client = octokit();

  const first = await client.graphql<Listed>(listing, { owner: "ACME", first: 2 });
  const { pageInfo, totalCount, nodes } = first.repositoryOwner.repositories;
  const rest = await client.graphql<Listed>(listing, { owner: "acme", first: 2, after: pageInfo.endCursor });

  expect([totalCount, pageInfo.hasNextPage]).toEqual([3, true]);
  const all = [...nodes, ...rest.repositoryOwner.repositories.nodes];
  expect(all.map((one) => one.nameWithOwner)).toEqual(["acme/Checkout", "acme/ledger", "acme/payments"]);
  expect(all[0]?.defaultBranchRef).toBeNull();
  expect(all[2]?.file).toMatchObject({ __typename: "Blob", byteSize: 16, text: "kind: Component\n" });
  expect(first.rateLimit.cost).toBe(1);
});

test("the REST API and git tell of the same commits", async () => {
  const client = octokit();
  const token = hub.createToken({ login: "lena" });
  const remote = `http://lena:${token}@${hub.host}/acme/payments.git`;
  const clone = join(folder, "clone");
  await git("clone", "--quiet", remote, clone);
  writeFileSync(join(clone, "README.md"), "# Payments\n");
  const identity = ["-c", "user.name=Lena Fischer", "-c", "user.email=lena@acme.example"];
  await git("-C", clone, "add", ".");
  await git("-C", clone, ...identity, "commit", "--quiet", "-m", "Say what it is");
  await git("-C", clone, "push", "--quiet", "origin", "main");
  const head = (await git("-C", clone, "rev-parse", "HEAD")).stdout.trim();
  const next = hub.commit({
    repository: "acme/payments",
    files: { "src/app.ts": "export {};\n", "README.md": undefined },
  });

  const repo = { owner: "acme", repo: "payments" };
  const tree = await client.git.getTree({ ...repo, tree_sha: next, recursive: "1" });
  const comparison = await client.repos.compareCommitsWithBasehead({ ...repo, basehead: `${head}...main` });
  const commit = await client.repos.getCommit({ ...repo, ref: head });
  await git("-C", clone, "pull", "--quiet");

  expect(tree.data.tree.map(({ path }) => path)).toEqual(["catalog-info.yaml", "src", "src/app.ts"]);
  expect(comparison.data).toMatchObject({ status: "ahead", ahead_by: 1, total_commits: 1 });
  expect(comparison.data.files?.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
    "removed README.md",
    "added src/app.ts",
  ]);
  expect(commit.data.author?.login).toBe("lena");
  expect((await git("-C", clone, "rev-parse", "HEAD")).stdout.trim()).toBe(next);
  expect(
    (await git("-C", hub.world.repositories.values().next().value?.git.folder ?? "", "fsck", "--strict")).stdout,
  ).toBe("");
});

test("what is private is not there for others, and what was renamed is found at its new name", async () => {
  const stranger = octokit(hub.createToken({ login: "mallory" }));
  await expect(stranger.repos.get({ owner: "acme", repo: "payments" })).rejects.toMatchObject({ status: 404 });
  await expect(octokit("ghp_wrong").users.getAuthenticated()).rejects.toMatchObject({ status: 401 });

  hub.rename("acme/payments", "billing");

  const token = hub.createToken({ login: "lena" });
  const refs = await git("ls-remote", `http://lena:${token}@${hub.host}/acme/payments.git`, "refs/heads/main");
  const { data } = await octokit().repos.get({ owner: "acme", repo: "payments" });
  expect(refs.stdout).toMatch(/^[0-9a-f]{40}\trefs\/heads\/main\n$/);
  expect(data.full_name).toBe("acme/billing");
});
