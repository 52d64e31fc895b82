import { schema as described } from "@octokit/graphql-schema";
import { Ajv } from "ajv";
import {
  buildASTSchema,
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schema } from "./graphql/schema.ts";
import extract from "./openapi.json" with { type: "json" };
import { routes } from "./rest/routes.ts";
import { type SimulatedGitHub, startGitHub } from "./simulated-github.ts";

let hub: SimulatedGitHub;
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ $id: "extract", ...extract });

beforeAll(async () => {
  hub = await startGitHub({
    people: [{ login: "lena", name: "Lena Fischer" }],
    organisations: [
      { login: "acme", admins: ["lena"], teams: [{ slug: "payments", members: ["lena"] }] },
      { login: "globex" },
    ],
  });
});
afterAll(() => hub.stop());

/** What of GitHub's description something lacks. */
function lacks(pointer: string, value: unknown): readonly string[] {
  const check = ajv.getSchema(`extract#/${pointer}`);
  if (check === undefined || check(value)) return check ? [] : [`no schema at ${pointer}`];
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("what GitHub describes of its answers is in these", async () => {
  const permissions = { metadata: "read", contents: "read" } as const;
  const { app } = hub.createApp({ slug: "callboard", owner: "acme", permissions, events: ["push"] });
  hub.install(app, "acme");
  hub.hooks.addOrganisationHook("acme", { url: `${hub.webUrl}/nowhere` });
  const name = "acme/payments";
  hub.createRepository({ owner: "acme", name: "payments", files: { "a.yaml": "a", "docs/b.md": "b" } });
  const { number } = hub.openPullRequest({
    repository: name,
    branch: "fix",
    title: "Fix",
    files: { "a.yaml": "c" },
    by: "lena",
  });
  const merged = hub.mergePullRequest(name, number, "lena");
  const checkRun = hub.addCheckRun(name, [{ path: "a.yaml", line: 1, level: "failure", message: "Wrong" }]);
  await hub.hooks.settled();
  const { git } = hub.world.repositories.values().next().value ?? {};
  const hook = hub.hooks.hooksOf("acme")[0]?.id;
  const blob = git?.tree(git.commit(merged)?.tree ?? "")[0]?.id;
  const asked = {
    "GET /user": "/user",
    "GET /rate_limit": "/rate_limit",
    "GET /repos/{owner}/{repo}": "/repos/acme/payments",
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": `/repos/acme/payments/git/trees/${merged}?recursive=1`,
    "GET /repos/{owner}/{repo}/git/blobs/{file_sha}": `/repos/acme/payments/git/blobs/${blob}`,
    "GET /repos/{owner}/{repo}/git/ref/{ref}": "/repos/acme/payments/git/ref/heads/main",
    "GET /repos/{owner}/{repo}/contents/{path}": "/repos/acme/payments/contents/docs/b.md?ref=main",
    "GET /repos/{owner}/{repo}/compare/{basehead}": `/repos/acme/payments/compare/${merged}...main`,
    "GET /repos/{owner}/{repo}/commits/{ref}": "/repos/acme/payments/commits/main",
    "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": `/repos/acme/payments/commits/${merged}/pulls`,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": "/repos/acme/payments/pulls/1",
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission":
      "/repos/acme/payments/collaborators/lena/permission",
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations": `/repos/acme/payments/check-runs/${checkRun}/annotations`,
    "GET /orgs/{org}/teams/{team_slug}/members": "/orgs/acme/teams/payments/members",
    "GET /orgs/{org}/hooks": "/orgs/acme/hooks",
    "GET /orgs/{org}/hooks/{hook_id}/deliveries": `/orgs/acme/hooks/${hook}/deliveries`,
    "GET /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}": `/orgs/acme/hooks/${hook}/deliveries/${hub.hooks.deliveries[0]?.id}`,
  };
  const token = hub.createToken({ login: "lena" });

  const problems: unknown[] = [];
  for (const [operation, path] of Object.entries(asked)) {
    const response = await fetch(`${hub.apiUrl}${path}`, { headers: { authorization: `token ${token}` } });
    const pointer = `operations/${operation.replaceAll("/", "~1").replace(/[{}]/g, encodeURIComponent)}/answer`;
    const body: unknown = await response.json();
    const missing = lacks(pointer.replace(" ", "%20"), body);
    const isEmpty = Array.isArray(body) && body.length === 0;
    if (!response.ok || missing.length > 0 || isEmpty) problems.push([operation, response.status, missing, isEmpty]);
  }

  expect(problems).toEqual([]);
  expect(lacks("schemas/full-repository", {})).toContain(" must have required property 'default_branch'");
  expect(hub.complaints).toEqual([]);
});

test("what GitHub describes of its webhooks is in these", async () => {
  const { app } = hub.createApp({ slug: "teller", owner: "acme", permissions: { contents: "read" }, events: ["*"] });
  hub.hooks.setWebhook(app, { url: `${hub.webUrl}/nowhere` });
  const installation = hub.install(app, "acme", { by: "lena" });
  const first = hub.hooks.deliveries.length;
  hub.createRepository({ owner: "acme", name: "ledger", files: { "a.yaml": "a" }, by: "lena" });
  hub.renameBranch("acme/ledger", "trunk", undefined, "lena");
  hub.rename("acme/ledger", "books", "lena");
  hub.archive("acme/books", true, "lena");
  hub.archive("acme/books", false, "lena");
  hub.selectRepositories(installation, ["acme/books"], "lena");
  hub.transfer("acme/books", "globex", "lena");
  hub.suspend(installation, true, "lena");
  hub.suspend(installation, false, "lena");
  hub.uninstall(installation, "lena");
  await hub.hooks.settled();

  const told = hub.hooks.deliveries.slice(first).filter(({ hook }) => hook.of === app);
  const nameOf = ({ event, action }: (typeof told)[number]) =>
    [event, action].filter(Boolean).join("-").replaceAll("_", "-");
  const problems = told.flatMap((one) =>
    lacks(`webhooks/${nameOf(one)}`, one.payload).map((text) => `${nameOf(one)}${text}`),
  );
  expect([...new Set(problems)]).toEqual([]);
  expect(lacks("webhooks/push", {})).toContain(" must have required property 'after'");
  expect(new Set(told.map(nameOf)).size).toBeGreaterThan(9);
});

test("every operation is one of GitHub's, and what it does not describe is refused and told", async () => {
  const before = hub.complaints.length;
  const headers = { authorization: `token ${hub.createToken({ login: "lena" })}` };
  const statuses = [];
  for (const path of ["/user?per_page=3", "/orgs/acme/teams/payments/members?role=boss", "/no/such/thing"])
    statuses.push((await fetch(`${hub.apiUrl}${path}`, { headers })).status);

  expect(statuses).toEqual([422, 422, 400]);
  expect(hub.complaints.slice(before)).toHaveLength(3);
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(extract.operations).sort());
});

test("the GraphQL schema is part of GitHub's", () => {
  const theirs = membersOf(buildASTSchema(parse(described.idl), { assumeValidSDL: true }));
  const ours = membersOf(schema);

  expect([...ours].filter((member) => !theirs.has(member))).toEqual([]);
  expect(ours.size).toBeGreaterThan(200);
  expect([...membersOf(buildSchema("type Query { nobody: Int }"))].every((member) => theirs.has(member))).toBe(false);
});

/** Every type, field, argument and value with its type, one line each. */
function membersOf(all: GraphQLSchema): ReadonlySet<string> {
  return new Set(
    Object.values(all.getTypeMap())
      .filter(({ name }) => !name.startsWith("__"))
      .flatMap((type) => {
        if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`);
        if (isInputObjectType(type))
          return Object.values(type.getFields()).map((one) => `${type.name}.${one.name}: ${one.type}`);
        if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
        const fields = Object.values(type.getFields()).flatMap((field) => [
          `${type.name}.${field.name}: ${field.type}`,
          ...field.args.map(
            (one) => `${type.name}.${field.name}(${one.name}: ${one.type} = ${JSON.stringify(one.defaultValue)})`,
          ),
        ]);
        return [...fields, ...type.getInterfaces().map(({ name }) => `${type.name} implements ${name}`)];
      }),
  );
}
