import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { createGitHubBench } from "../../testing/github-bench.ts";
import { missingPermissions, missingScopes, neededPermissions } from "./permissions.ts";

const never = new AbortController().signal;

async function fresh() {
  const bench = await createGitHubBench();
  onTestFinished(() => bench.dispose());
  return bench;
}

const problems = (findings: readonly { level: string; found: string; url?: string }[]) =>
  findings
    .filter(({ level }) => level !== "ok")
    .map(({ level, found, url }) => `${level}: ${found} ${url ?? ""}`.trim());

test("an App with all that it needs is told to be well", async () => {
  const { forge } = await fresh();

  const findings = await forge.check(never);

  expect(problems(findings)).toEqual([]);
  expect(findings.map(({ found }) => found)).toEqual([
    "The App callboard has every permission that is used.",
    "The App is installed at acme for every repository.",
    expect.stringMatching(/^\d+ of \d+ requests are left this hour\.$/),
  ]);
});

test("what an App lacks is told with what is lost and where to click", async () => {
  const { hub, forgeWith } = await fresh();
  const permissions = { metadata: "read", members: "read" } as const;
  const { app, privateKey } = hub.createApp({ slug: "poor", owner: "acme", permissions, events: ["repository"] });
  hub.addOrganisation({ login: "umbrella" });
  hub.suspend(hub.install(app, "umbrella"));
  hub.addOrganisation({ login: "initech" });
  hub.install(app, "initech", { permissions: { metadata: "read" } });
  hub.hooks.setWebhook(app, { url: "https://elsewhere.example/webhooks/github" });
  const owners = ["acme", "umbrella", "initech"];
  const forge = forgeWith({ auth: { type: "app", id: app.id, privateKey }, owners, publicUrl: "https://bot.example" });

  const found = problems(await forge.check(never));

  const settings = `${hub.webUrl}/organizations/acme/settings/apps/poor`;
  expect(found).toEqual([
    `problem: The App poor may not read “Repository permissions: Contents”: no catalog file is read. ${settings}/permissions`,
    expect.stringContaining("warning: The App poor does not subscribe to “Push”"),
    `warning: The App's webhook delivers elsewhere: changes are seen at the next sync only. ${settings}`,
    `problem: The App poor is not installed at acme: nothing there is read. ${hub.webUrl}/apps/poor/installations/new`,
    expect.stringContaining("problem: The App's installation at umbrella is suspended: nothing there is read."),
    expect.stringContaining("warning: initech has not accepted “Organization permissions: Members” of the App"),
  ]);
});

test("where missed deliveries are fetched, the webhook may deliver to where nobody is", async () => {
  const { hub, forgeWith } = await fresh();
  const [app] = [...hub.world.apps.values()];
  if (app === undefined) throw new Error("no App");
  hub.hooks.setWebhook(app, { url: "https://callboard.invalid/webhooks/github" });

  const check = (isPulled: boolean) => forgeWith({ publicUrl: "https://bot.example", isPulled }).check(never);

  expect(problems(await check(true))).toEqual([]);
  expect(problems(await check(false))).toEqual([expect.stringContaining("delivers elsewhere")]);
});

test("a key that is another App's, and one that is none, are told as such without the key", async () => {
  const { forgeWith, options } = await fresh();
  if (options.auth.type !== "app") throw new Error("no App");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const { id } = options.auth;

  const other = await forgeWith({ auth: { type: "app", id, privateKey } }).check(never);
  const none = await forgeWith({ auth: { type: "app", id, privateKey: "-----BEGIN canary-----" } }).check(never);

  expect(other).toMatchObject([
    { level: "problem", found: expect.stringContaining("does not accept the App's key (401)") },
  ]);
  expect(none).toMatchObject([{ level: "problem", found: expect.stringContaining("The private key of") }]);
  expect(JSON.stringify(none)).not.toContain("canary");
});

test("an id that is no App's is told as such", async () => {
  const { forgeWith, options } = await fresh();
  if (options.auth.type !== "app") throw new Error("no App");

  const found = await forgeWith({ auth: { ...options.auth, id: 999_999 } }).check(never);

  expect(found).toMatchObject([{ level: "problem", found: "No App has the id 999999 there: nothing is read." }]);
});

test("a token's missing scopes and owners are told; a refused one too", async () => {
  const { hub, forgeWith } = await fresh();
  const token = hub.createToken({ login: "ada", scopes: ["repo"] });
  const asked = { auth: { type: "token", token }, owners: ["acme", "nobody"] } as const;

  const found = problems(await forgeWith({ ...asked, isPulled: true }).check(never));
  const forge = forgeWith(asked);
  const withoutPull = problems(await forge.check(never));

  expect(found).toEqual([
    expect.stringContaining("warning: The token of ada lacks the scope read:org"),
    expect.stringContaining("warning: The token of ada lacks the scope read:user"),
    expect.stringContaining("warning: The token of ada lacks the scope admin:org_hook"),
    expect.stringContaining("problem: Nobody is called nobody"),
  ]);
  expect(withoutPull).toEqual(found.filter((line) => !line.includes("admin:org_hook")));
  hub.revokeToken(token);
  expect(await forge.check(never)).toMatchObject([
    { level: "problem", found: expect.stringContaining("does not accept the token (401)") },
  ]);
});

test("a wider permission or scope stands for the one that is needed", () => {
  const all = Object.fromEntries(neededPermissions.map(({ name }) => [name, "write"]));

  expect(missingPermissions(all)).toEqual([]);
  expect(missingScopes(["repo", "admin:org", "user", "admin:org_hook"])).toEqual([]);
  expect(missingScopes(["public_repo"]).map(({ name }) => name)).toEqual([
    "repo",
    "read:org",
    "read:user",
    "admin:org_hook",
  ]);
});

test("who may not read teams and people is told what is missing and what to do", async () => {
  const { hub, forge, forgeWith } = await fresh();
  const token = hub.createToken({ login: "owner", scopes: ["repo"] });
  const [installation] = [...hub.world.installations.values()];
  if (installation === undefined) throw new Error("no installation");
  hub.acceptPermissions(installation, { metadata: "read", contents: "read" });
  const told = (asked: typeof forge) => asked.people("acme", never).catch((error: Error) => error.message);

  expect(await told(forge)).toBe(
    `${hub.host} does not allow that to the App of forge.github (FORBIDDEN): it probably lacks “Organization permissions: Members”. ` +
      "Set it to “Read-only” in the App's settings and have it accepted at the organisation; docs/github.md says what each is for.",
  );
  expect(await told(forgeWith({ auth: { type: "token", token } }))).toBe(
    `${hub.host} does not allow that to the token of forge.github (INSUFFICIENT_SCOPES): it probably lacks the scope read:org. ` +
      `Give it that at ${hub.webUrl}/settings/tokens; docs/github.md says what each is for.`,
  );
});
