import { describe, expect, expectTypeOf, test } from "vitest";
import type { TeamsOptions } from "../../adapters/teams/teams-options.ts";
import { checkConfig } from "../config.ts";
import type { TeamsConfig } from "./complete.ts";

const appId = "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab";
const tenantId = "72f988bf-0000-4000-8000-00000000beef";
const appPassword = "abc8Q~aSecretValueOf40CharactersFromEntra";
const credentials = `appId: ${appId}, appPassword: ${appPassword}, tenantId: ${tenantId}`;

function withTeams(teams: string, more = ""): string {
  return `${more}catalog: { sources: [{ type: folder, name: local, path: catalog }] }\nchat: { teams: { ${teams} } }\n`;
}

async function check(text: string, env: Record<string, string> = {}) {
  const { config, mistakes, warnings } = await checkConfig({ text, path: "/srv/callboard.yaml", env });
  const said = (found: typeof mistakes) => found.map(({ path, message }) => `${path}: ${message}`).sort();
  return { config, mistakes: said(mistakes), warnings: said(warnings) };
}

describe("Microsoft Teams", () => {
  test("is configured as the adapter takes it", () => {
    expectTypeOf<TeamsConfig>().toEqualTypeOf<TeamsOptions>();
  });

  test("gets its defaults, those of the public cloud", async () => {
    const { config } = await check(withTeams(credentials));

    expect(config?.chat).toEqual({
      teams: {
        appId,
        appPassword,
        tenantId,
        tenants: [],
        serviceUrls: [],
        openIdUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
        tokenIssuer: "https://api.botframework.com",
        loginUrl: "https://login.microsoftonline.com/",
        unauthenticated: false,
      },
    });
  });

  test("takes what is configured; ids are compared in lower case", async () => {
    const other = "11111111-2222-4333-8444-5555555555FF";
    const local = "http://127.0.0.1:4000";
    const { config, mistakes } = await check(
      withTeams(
        `appId: ${appId.toUpperCase()}, appPassword: ${appPassword}, tenantId: ${tenantId.toUpperCase()}, tenants: [${other}], serviceUrls: ["${local}/connector/"], openIdUrl: "${local}/openid", tokenIssuer: "https://api.botframework.us", loginUrl: "${local}/login/"`,
      ),
    );

    expect(mistakes).toEqual([]);
    expect(config?.chat.teams).toEqual({
      appId,
      appPassword,
      tenantId,
      tenants: [other.toLowerCase()],
      serviceUrls: [`${local}/connector/`],
      openIdUrl: `${local}/openid`,
      tokenIssuer: "https://api.botframework.us",
      loginUrl: `${local}/login/`,
      unauthenticated: false,
    });
  });

  test("stands beside Slack", async () => {
    const text = withTeams(credentials).replace(
      "{ teams:",
      "{ slack: { botToken: xoxb-1111, appToken: xapp-1111 }, teams:",
    );

    const { config } = await check(text);

    expect(Object.keys(config?.chat ?? {})).toEqual(["slack", "teams"]);
  });

  test("keeps its secret out of logs, and nothing else", async () => {
    const typed = await check(withTeams(`${credentials}, tokenIssuer: "https://api.botframework.us"`));
    const filled = await check(withTeams(credentials.replace(appPassword, `$\{SECRET}`)), { SECRET: appPassword });

    expect(typed.config?.secrets).toEqual([appPassword]);
    expect(filled.config?.secrets).toEqual([appPassword]);
  });

  test("that cannot be right is refused, and no secret is shown", async () => {
    const { mistakes } = await check(
      withTeams(
        'appId: my-bot, appPassword: hunter2, tenantId: contoso.onmicrosoft.com, tenants: [contoso], serviceUrls: ["https://smba.example.com"], openIdUrl: "http://login.example.com", tokenIssuer: botframework, loginUrl: "https://u:hunter2@login.example.com/", unauthenticated: "yes", tenant: x',
      ),
    );

    expect(mistakes).toMatchInlineSnapshot(`
      [
        "chat.teams.appId: found "my-bot"; allowed: the Application (client) ID of the app registration, such as 11111111-2222-3333-4444-555555555555",
        "chat.teams.appPassword: found [secret]; allowed: the Value of a client secret, not its Secret ID: 16 characters at least, printable and without spaces",
        "chat.teams.loginUrl: found "https://[secret]@login.example.com/"; allowed: an address without a user or password in it",
        "chat.teams.openIdUrl: found "http://login.example.com"; allowed: https: http is only for this machine (localhost)",
        "chat.teams.serviceUrls[0]: found "https://smba.example.com"; allowed: an address that ends with /",
        "chat.teams.tenant: found an unknown key; allowed: appId, appPassword, tenantId, tenants, serviceUrls, openIdUrl, tokenIssuer, loginUrl, unauthenticated. Did you mean "tenants"?",
        "chat.teams.tenantId: found "contoso.onmicrosoft.com"; allowed: the Directory (tenant) ID of the app registration, such as 11111111-2222-3333-4444-555555555555",
        "chat.teams.tenants[0]: found "contoso"; allowed: the id of a tenant, such as 11111111-2222-3333-4444-555555555555",
        "chat.teams.tokenIssuer: found "botframework"; allowed: an https address",
        "chat.teams.unauthenticated: found "yes"; allowed: true or false",
      ]
    `);
    expect(mistakes.join("\n")).not.toContain("hunter2");
  });

  test("takes the Value of a secret, not the Secret ID beside it", async () => {
    const { mistakes } = await check(withTeams(credentials.replace(appPassword, appId)));

    expect(mistakes).toEqual([
      expect.stringContaining("chat.teams.appPassword: found [secret]; allowed: the Value of"),
    ]);
  });

  test("does without no credential", async () => {
    const nothing = await check(withTeams(""));
    const noTenant = await check(withTeams(`appId: ${appId}, appPassword: ${appPassword}`));
    const empty = await check(withTeams(`appId: "", appPassword: ${appPassword}, tenantId: ${tenantId}`));
    const unset = await check(withTeams(`appId: $\{TEAMS_APP_ID}, appPassword: $\{EMPTY}, tenantId: ${tenantId}`), {
      EMPTY: "",
    });

    expect(nothing.mistakes).toMatchInlineSnapshot(`
      [
        "chat.teams.appId: found nothing; allowed: the app's Application (client) ID; without one, unauthenticated: true, on this machine alone",
        "chat.teams.appPassword: found nothing; allowed: the Value of a client secret of the app",
        "chat.teams.tenantId: found nothing; allowed: the app's Directory (tenant) ID",
      ]
    `);
    expect(noTenant.mistakes).toEqual(["chat.teams.tenantId: found nothing; allowed: the app's Directory (tenant) ID"]);
    expect(empty.mistakes).toEqual([expect.stringContaining('chat.teams.appId: found ""; allowed: ')]);
    expect(unset.mistakes).toEqual([
      "chat.teams.appId: the environment variable TEAMS_APP_ID is not set",
      "chat.teams.appPassword: the environment variable EMPTY is empty",
    ]);
    for (const { config } of [nothing, noTenant, empty, unset]) expect(config).toBeUndefined();
  });
});

describe("without credentials", () => {
  test.each(["", "server: { host: localhost }\n", 'server: { host: "::1", publicUrl: "http://localhost:3000" }\n'])(
    "nobody has to prove anything where this machine alone is heard: %j",
    async (server) => {
      const { config, mistakes, warnings } = await check(withTeams("unauthenticated: true", server));

      expect([...mistakes, ...warnings]).toEqual([]);
      expect(config?.chat.teams).toMatchObject({ unauthenticated: true, tenants: [] });
      expect(config?.chat.teams).not.toHaveProperty("appId");
    },
  );

  test.each([
    ["server: { host: 0.0.0.0 }\n", "", "found true where others reach server.host; "],
    ['server: { host: "::" }\n', "", "found true where others reach server.host; "],
    ["server: { host: 127.0.0.1.example.com }\n", "", "found true where others reach server.host; "],
    // A tunnel's end is on this machine too.
    ["server: { publicUrl: https://cb.example.com }\n", "", "found true where server.publicUrl leads here; "],
    ["", `, ${credentials}`, "found true beside credentials; "],
    ["", `, appPassword: ${appPassword}`, "found true beside credentials; "],
  ])("it is refused with %j and %j", async (server, more, mistake) => {
    const { config, mistakes } = await check(withTeams(`unauthenticated: true${more}`, server));

    expect(mistakes).toEqual([expect.stringContaining(`chat.teams.unauthenticated: ${mistake}`)]);
    expect(config).toBeUndefined();
  });
});

test("without an address for Teams there is a warning, and with one there is none", async () => {
  const without = await check(withTeams(credentials));
  const withOne = await check(withTeams(credentials, "server: { publicUrl: https://cb.example.com }\n"));
  const wrong = await check(withTeams(credentials, "server: { publicUrl: https://cb.example.com/api/messages/ }\n"));

  expect(without.warnings).toEqual([
    "chat.teams: server.publicUrl is missing: Teams needs the address at which it reaches this bot, and the app's manifest names it",
  ]);
  expect(withOne).toMatchObject({ mistakes: [], warnings: [] });
  expect(wrong.mistakes).toEqual([
    expect.stringContaining("allowed: the address without /api/messages, which is added"),
  ]);
});
