import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../config.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const cloud = "{ host: github.com, token: %GITHUB_TOKEN }";
const server = "{ host: GHE.example.com, app: { id: 1234, privateKey: %KEY } }";

/** `%NAME` stands for a reference to the environment. */
function configured(...lines: readonly string[]) {
  const hasSource = lines.some((line) => line.startsWith("catalog:"));
  const smallest = hasSource ? [] : ["catalog: { sources: [{ type: folder, name: local, path: catalog }] }"];
  const env = { GITHUB_TOKEN: "ghp_0123456789abcdef", KEY: pem.replaceAll("\n", "\\n"), SECRET: "one-of-many-secrets" };
  return checkConfig({
    text: [...smallest, ...lines].join("\n").replace(/%(\w+)/g, (_, name: string) => `$\{${name}}`),
    path: "/srv/callboard.yaml",
    env,
  });
}

async function mistakesOf(...lines: readonly string[]): Promise<readonly string[]> {
  const { mistakes } = await configured(...lines);
  return mistakes.map(({ path, message }) => `${path}: ${message}`);
}

const source = (...keys: readonly string[]) =>
  `catalog: { sources: [{ ${["type: github", "name: acme", "org: acme", ...keys].join(", ")} }] }`;

describe("forge.github", () => {
  test("has github.com and an Enterprise Server side by side, each at its own addresses", async () => {
    const { config } = await configured(`forge: { github: [${cloud}, ${server}] }`);

    expect(config?.forge.github).toEqual([
      {
        host: "github.com",
        apiUrl: "https://api.github.com",
        webUrl: "https://github.com",
        auth: { type: "token", token: "ghp_0123456789abcdef" },
      },
      {
        host: "ghe.example.com",
        apiUrl: "https://ghe.example.com/api/v3",
        webUrl: "https://ghe.example.com",
        auth: { type: "app", id: "1234", privateKey: pem },
      },
    ]);
  });

  test("a key is a secret, whole, as it was written, and line by line", async () => {
    const { config } = await configured(`forge: { github: [${server}] }`);

    expect(config?.secrets).toEqual(expect.arrayContaining([pem, pem.replaceAll("\n", "\\n"), pem.split("\n")[1]]));
  });

  test("data residency has an address of its own", async () => {
    const { config } = await configured("forge: { github: [{ host: acme.ghe.com, token: abcdefgh }] }");

    expect(config?.forge.github[0]?.apiUrl).toBe("https://api.acme.ghe.com");
  });

  test.each([
    [
      "{ host: github.com }",
      "forge.github[0]: found nothing to sign in with; allowed: app, with id and privateKey, or token",
    ],
    [
      `{ host: github.com, token: abcdefgh, app: { id: 1, privateKey: %KEY } }`,
      "forge.github[0]: found both app and token; allowed: app, with id and privateKey, or token",
    ],
    [
      "{ host: github.com, app: { id: Callboard, privateKey: %KEY } }",
      'forge.github[0].app.id: found "Callboard"; allowed: the App ID: a number, beside About on the App\'s page',
    ],
    [
      "{ host: github.com, app: { id: 1, privateKey: /etc/other.pem } }",
      "forge.github[0].app.privateKey: found [secret]; allowed: the App's private key: the content of the .pem file that GitHub gave, such as $" +
        "{file:/run/secrets/gh.pem}; a path alone is none",
    ],
    [
      "{ host: https://github.com, token: abcdefgh }",
      'forge.github[0].host: found "https://github.com"; allowed: the name of a host, such as github.com or ghe.example.com',
    ],
    [
      "{ host: ghe.example.com, apiUrl: http://ghe.example.com/api/v3, token: abcdefgh }",
      'forge.github[0].apiUrl: found "http://ghe.example.com/api/v3"; allowed: https: http is only for this machine (localhost)',
    ],
    [
      "{ host: github.com, token: abcdefgh }, { host: GitHub.com, token: abcdefgh }",
      'forge.github[1].host: found "github.com", the host of forge.github[0]; allowed: each host once',
    ],
  ])("%s is refused", async (hosts, mistake) => {
    expect(await mistakesOf(`forge: { github: [${hosts}] }`)).toEqual([mistake]);
  });
});

describe("a source of type github", () => {
  test("gets its defaults, and the only host there is", async () => {
    const { config } = await configured(`forge: { github: [${server}] }`, source());

    expect(config?.catalog.sources).toEqual([
      {
        ...{ type: "github", name: "acme", org: "acme", host: "ghe.example.com", trusted: false },
        ...{ include: ["*"], exclude: [], archived: false, forks: false, people: false, peopleNamespace: "default" },
        paths: ["catalog-info.yaml", "catalog-info.yml"],
      },
    ]);
  });

  test("of several hosts means github.com, or the one that it names", async () => {
    const forge = `forge: { github: [${server}, ${cloud}] }`;
    const hostOf = async (...keys: string[]) => (await configured(forge, source(...keys))).config?.catalog.sources[0];

    expect(await hostOf()).toMatchObject({ host: "github.com" });
    expect(await hostOf("host: ghe.example.com")).toMatchObject({ host: "ghe.example.com" });
  });

  test("puts the groups of an organisation in a namespace", async () => {
    const { config } = await configured(
      `forge: { github: [${cloud}] }`,
      source("people: true", "peopleNamespace: umbrella-2"),
    );

    expect(config?.catalog.sources[0]).toMatchObject({ people: true, peopleNamespace: "umbrella-2" });
  });

  test("with an unknown host is told each host once", async () => {
    const forge = `forge: { github: [${cloud}, ${server}, ${cloud}] }`;

    expect(await mistakesOf(forge, source("host: git.example.com"))).toContain(
      'catalog.sources[0].host: found "git.example.com", which is not in forge.github; allowed: github.com, ghe.example.com',
    );
  });

  test.each([
    ...["Umbrella", "-a", "a_b", "a.b", "a/b", `${"a".repeat(64)}`].map((namespace) => [
      `people: true, peopleNamespace: ${namespace}`,
      `forge: { github: [${cloud}] }`,
      `catalog.sources[0].peopleNamespace: found "${namespace}"; allowed: a namespace: lower-case letters, digits and dashes between them, 63 at most`,
    ]),
    [
      "host: git.example.com",
      `forge: { github: [${cloud}] }`,
      'catalog.sources[0].host: found "git.example.com", which is not in forge.github; allowed: github.com',
    ],
    [
      "people: true",
      "log: { level: info }",
      'catalog.sources[0]: found "github.com", which is not in forge.github; allowed: a source whose host is in forge.github, which is missing',
    ],
    ...["peopleNamespace: umbrella", "people: false, peopleNamespace: umbrella"].map((keys) => [
      keys,
      `forge: { github: [${cloud}] }`,
      "catalog.sources[0].peopleNamespace: found a namespace without people: true; allowed: with people: true, whose groups it is for",
    ]),
    [
      "include: [acme/payments]",
      `forge: { github: [${cloud}] }`,
      'catalog.sources[0].include[0]: found "acme/payments"; allowed: a pattern for names of repositories, without a slash, such as sandbox-*',
    ],
  ])("with %s and %s is refused", async (key, forge, mistake) => {
    expect(await mistakesOf(forge, source(key))).toEqual([mistake]);
  });
});

describe("webhooks.github", () => {
  test("takes a secret, or reads what it missed, or both", async () => {
    const { config } = await configured("webhooks: { github: { secret: %SECRET } }");
    const pulling = await configured(`forge: { github: [${cloud}] }`, "webhooks: { github: { pull: true } }");

    expect(config?.webhooks).toEqual({ github: { secret: "one-of-many-secrets", pull: false } });
    expect(pulling.config?.webhooks).toEqual({ github: { pull: true } });
  });

  test.each([
    ["{ }", "webhooks.github: found neither secret nor pull; allowed: a secret, pull: true, or both"],
    [
      "{ pull: true }",
      "webhooks.github.pull: found true without forge.github; allowed: true where the bot signs in to GitHub, or false",
    ],
    [
      "{ secret: short }",
      "webhooks.github.secret: found [secret]; allowed: the secret of the webhook, as it was entered at GitHub, eight characters at least",
    ],
  ])("%s is refused", async (github, mistake) => {
    expect(await mistakesOf(`webhooks: { github: ${github} }`)).toEqual([mistake]);
  });

  test("of other systems are not built yet", async () => {
    expect(await mistakesOf("webhooks: { argocd: { secret: abcdefgh } }")).toEqual([
      "webhooks.argocd: not built yet; remove it",
    ]);
  });
});
