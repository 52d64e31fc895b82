import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkConfig, loadConfig } from "./config.ts";
import { BotError } from "./errors.ts";
import { checkAnyText, checkBrokenConfigs } from "./testing/config-suite.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const smallest = "catalog: { sources: [{ type: folder, name: local, path: catalog }] }";

async function load(text: string, env: Record<string, string> = {}) {
  await writeFile(join(folder, "callboard.yaml"), text);
  return loadConfig({ env, cwd: folder });
}

async function mistakesOf(text: string, env: Record<string, string> = {}): Promise<readonly string[]> {
  const { mistakes } = await checkConfig({ text, path: join(folder, "callboard.yaml"), env });
  return mistakes.map((mistake) => `${mistake.path}: ${mistake.message}`);
}

function withSource(source: string): string {
  return `catalog:\n  sources:\n    - ${source}\n`;
}

function withUrl(url: string): string {
  return withSource(`{ type: git, name: org, url: ${JSON.stringify(url)} }`);
}

describe("a right configuration", () => {
  test("gets its defaults, absolute paths and full references", async () => {
    const config = await load(`admins: [platform, "user:ops/ada"]\n${smallest}`);

    expect(config).toEqual({
      path: join(folder, "callboard.yaml"),
      dataFolder: join(folder, "data"),
      store: { type: "lowdb", path: join(folder, "data", "state") },
      server: { host: "127.0.0.1", port: 3000, metrics: { host: "127.0.0.1", port: 9464 } },
      chat: {},
      forge: { github: [] },
      webhooks: {},
      network: {},
      admins: ["group:default/platform", "user:ops/ada"],
      catalog: {
        schedule: "*/5 * * * *",
        sources: [
          {
            type: "folder",
            name: "local",
            path: join(folder, "catalog"),
            paths: ["**/catalog-info.yaml", "**/catalog-info.yml"],
            trusted: true,
          },
        ],
      },
      log: { level: "info" },
      secrets: [],
    });
  });

  test("is deeply frozen", async () => {
    const config = await load(smallest);

    expect(() => Object.assign(config?.catalog.sources[0] ?? {}, { name: "other" })).toThrow(TypeError);
  });

  test.each([
    "https://github.com/acme/catalog.git",
    "ssh://git@github.com:22/acme/catalog.git",
    "git@github.com:acme/catalog.git",
    "file:///srv/git/catalog.git",
    "/srv/git/catalog.git",
    "http://127.0.0.1:3000/acme/catalog.git",
    "http://localhost/acme/catalog.git",
  ])("takes the address %s as it is", async (url) => {
    const config = await load(withUrl(url));

    expect(config?.catalog.sources[0]).toMatchObject({ url, trusted: false });
  });

  test("a local path is relative to the file", async () => {
    const config = await load(withUrl("../catalog.git"));

    expect(config?.catalog.sources[0]).toMatchObject({ url: join(folder, "../catalog.git") });
  });
});

const tokens = { bot: "xoxb-1111-2222-botsecret", app: "xapp-1-A1-3333-appsecret", signing: "0123456789abcdef-signs" };

function withSlack(slack: string, more = ""): string {
  return `${more}${smallest}\nchat: { slack: { ${slack} } }\n`;
}

describe("a Slack workspace", () => {
  test("gets its defaults", async () => {
    const config = await load(withSlack(`botToken: ${tokens.bot}, signingSecret: ${tokens.signing}`));

    expect(config?.chat.slack).toEqual({
      botToken: tokens.bot,
      signingSecret: tokens.signing,
      apiUrl: "https://slack.com/api/",
      commands: { whoowns: "/whoowns", callboard: "/callboard" },
      guests: "deny",
      external: "deny",
    });
  });

  test("takes what is configured; slash commands are added to the default ones", async () => {
    const slack = `botToken: ${tokens.bot}, appToken: ${tokens.app}, apiUrl: "http://127.0.0.1:4000/api/", commands: { whoowns: /who, deps: /deps }, guests: allow, external: allow`;
    const server = `server: { host: "::", port: 0, publicUrl: "https://callboard.example.com/", metrics: { port: 0 } }\n`;

    const config = await load(withSlack(slack, server));

    expect(config?.chat.slack).toEqual({
      botToken: tokens.bot,
      appToken: tokens.app,
      apiUrl: "http://127.0.0.1:4000/api/",
      commands: { whoowns: "/who", callboard: "/callboard", deps: "/deps" },
      guests: "allow",
      external: "allow",
    });
    expect(config?.server).toEqual({
      host: "::",
      port: 0,
      publicUrl: "https://callboard.example.com",
      metrics: { host: "127.0.0.1", port: 0 },
    });
  });

  test("keeps all its secrets out of logs, wherever they came from", async () => {
    const slack = `botToken: $\{BOT}, signingSecret: ${tokens.signing}, appToken: "$\{file:app}"`;
    await writeFile(join(folder, "app"), `${tokens.app}\n`);

    const config = await load(withSlack(slack), { BOT: tokens.bot });

    expect([...(config?.secrets ?? [])].sort()).toEqual([tokens.signing, tokens.app, tokens.bot].sort());
  });

  test("that cannot be right is refused, and no token is shown", async () => {
    const over = await mistakesOf(withSlack("botToken: hunter2-is-no-token, guests: maybe"));
    const swapped = await mistakesOf(
      withSlack("botToken: xapp-hunter2, signingSecret: hunter2, appToken: xoxb-hunter2"),
    );
    const short = await mistakesOf(withSlack(`botToken: xoxb-abc, signingSecret: ${tokens.signing}`));
    const unset = await mistakesOf(withSlack(`botToken: ${tokens.bot}, signingSecret: $\{SECRET}`));

    expect([...over].sort()).toMatchInlineSnapshot(`
      [
        "chat.slack.botToken: found [secret]; allowed: a token that starts with xoxb- (Bot User OAuth Token, under OAuth & Permissions)",
        "chat.slack.guests: found "maybe"; allowed: deny or allow",
        "chat.slack.signingSecret: found nothing; allowed: the app's signing secret, or an appToken for Socket Mode",
      ]
    `);
    expect([...swapped].sort()).toMatchInlineSnapshot(`
      [
        "chat.slack.appToken: found [secret]; allowed: a token that starts with xapp- (App-Level Token with connections:write, under Basic Information)",
        "chat.slack.botToken: found [secret]; allowed: a token that starts with xoxb- (Bot User OAuth Token, under OAuth & Permissions)",
        "chat.slack.signingSecret: found [secret]; allowed: a signing secret: 16 characters at least, printable and without spaces",
      ]
    `);
    expect(short).toEqual([
      "chat.slack.botToken: found [secret]; allowed: the whole token: this one is too short (Bot User OAuth Token, under OAuth & Permissions)",
    ]);
    expect(unset).toEqual(["chat.slack.signingSecret: the environment variable SECRET is not set"]);
    expect([...over, ...swapped].join("\n")).not.toContain("hunter2");
  });

  test.each([
    "https://slack.com/api",
    "http://slack.com/api/",
    "https://bot:hunter2@slack.com/api/",
    "https://slack.com/api/?x=/",
    "ftp://127.0.0.1/api/",
    "slack.com/api/",
    "",
  ])("the API address %j is refused", async (url) => {
    const slack = `botToken: ${tokens.bot}, appToken: ${tokens.app}, apiUrl: "${url}"`;

    const mistakes = await mistakesOf(withSlack(slack));

    expect(mistakes).toEqual([expect.stringContaining("chat.slack.apiUrl: found ")]);
    expect(mistakes[0]).not.toContain("hunter2");
  });

  test.each([
    ["{ whoowns: whoowns }", "chat.slack.commands.whoowns: found "],
    ["{ whoowns: /WhoOwns }", "chat.slack.commands.whoowns: found "],
    ["{ whoowns: / }", "chat.slack.commands.whoowns: found "],
    [`{ whoowns: /${"a".repeat(32)} }`, "chat.slack.commands.whoowns: found "],
    [
      "{ find: /whoowns }",
      'chat.slack.commands.find: found "/whoowns", the slash command of whoowns; allowed: one of its own',
    ],
    [
      "{ find: /f, deps: /f }",
      'chat.slack.commands.deps: found "/f", the slash command of find; allowed: one of its own',
    ],
    [
      "{ Find: /f }",
      "chat.slack.commands.Find: found a key that is no command; allowed: names of commands, such as whoowns",
    ],
    ["{ __proto__: /f }", "chat.slack.commands.__proto__: found a key that is no command; "],
    ["[/f]", "chat.slack.commands: found a list; allowed: a mapping of commands to slash commands"],
  ])("the slash commands %s are refused", async (commands, mistake) => {
    const slack = `botToken: ${tokens.bot}, appToken: ${tokens.app}, commands: ${commands}`;

    expect(await mistakesOf(withSlack(slack))).toEqual([expect.stringContaining(mistake)]);
  });

  test("swapped slash commands are none that stand for two", async () => {
    const slack = `botToken: ${tokens.bot}, appToken: ${tokens.app}, commands: { whoowns: /callboard, callboard: /whoowns }`;

    expect(await mistakesOf(withSlack(slack))).toEqual([]);
  });
});

describe("the server", () => {
  test.each([
    ["{ port: 65536 }", "server.port: found the number 65536; allowed: a port from 0 to 65535; 0 is any free one"],
    ["{ port: -1 }", "server.port: found the number -1; "],
    ["{ port: 80.5 }", "server.port: found the number 80.5; "],
    ['{ port: "3000" }', 'server.port: found "3000"; '],
    ['{ host: "a b" }', "server.host: found "],
    ["{ publicUrl: http://callboard.example.com }", "server.publicUrl: found "],
    ["{ publicUrl: callboard.example.com }", "server.publicUrl: found "],
    ['{ publicUrl: "https://callboard.example.com/?a" }', "server.publicUrl: found "],
    ["{ port: 9464 }", "server.metrics.port: found the port of the server; allowed: one of its own"],
    ["{ metrics: { port: 3000 } }", "server.metrics.port: found the port of the server; "],
    ["{ prot: 3000 }", "server.prot: found an unknown key; allowed: host, port, publicUrl, metrics. Did you mean"],
  ])("%s is refused", async (server, mistake) => {
    expect(await mistakesOf(`server: ${server}\n${smallest}`)).toEqual([expect.stringContaining(mistake)]);
  });

  test("may take any free port for both", async () => {
    const config = await load(`server: { port: 0, metrics: { port: 0 } }\nstore: { type: memory }\n${smallest}`);

    expect(config).toMatchObject({ server: { port: 0, metrics: { port: 0 } }, store: { type: "memory" } });
  });
});

describe("references", () => {
  test("a name in braces comes from the environment, also unquoted inside braces", async () => {
    const text = withSource(`{ type: git, name: org, url: "https://$\{HOST}/a.git", token: $\{TOKEN}, branch: main }`);

    const config = await load(text, { HOST: "git.example.com", TOKEN: "s3cret-token" });

    expect(config?.catalog.sources[0]).toMatchObject({ url: "https://git.example.com/a.git", token: "s3cret-token" });
    expect(config?.secrets).toEqual(["s3cret-token"]);
  });

  test("file: in braces comes from a file, without its last line break", async () => {
    await writeFile(join(folder, "token"), "from-file\n");

    const config = await load(withSource(`{ type: git, name: org, url: https://h/a, token: "$\{file:token}" }`));

    expect(config?.catalog.sources[0]).toMatchObject({ token: "from-file" });
  });

  test("a doubled dollar keeps the braces as they are", async () => {
    const config = await load(`data: "a$$\{HOME}b"\n${smallest}`);

    expect(config?.dataFolder).toBe(join(folder, `a$\{HOME}b`));
  });

  test("a missing variable, an empty one, a missing file and a nameless one are all listed", async () => {
    const text = `network: { proxy: $\{PROXY}, caFile: "$\{file:nowhere}" }\ndata: $\{EMPTY}\nadmins: ["$\{}"]\n${smallest}`;

    const mistakes = await mistakesOf(text, { EMPTY: "" });

    expect([...mistakes].sort()).toEqual([
      `admins[0]: found a $\{…} that names nothing; allowed: $\{NAME}, $\{file:/path}, or $$\{ for a literal $\{`,
      "data: the environment variable EMPTY is empty",
      `network.caFile: the file ${join(folder, "nowhere")} does not exist`,
      "network.proxy: the environment variable PROXY is not set",
    ]);
  });

  test("a proxy's password is a secret in both its forms", async () => {
    const config = await load(`network: { proxy: "http://bot:p%40ss-word@proxy:3128" }\n${smallest}`);

    expect(config?.secrets).toEqual(["p%40ss-word", "p@ss-word"]);
  });
});

describe("mistakes", () => {
  test("are all reported at once, each with its path", async () => {
    const mistakes = await mistakesOf(
      `data: 5
colour: red
environments: { production: [live] }
chat: { slak: {} }
store: { type: postgres }
catalog:
  schedul: x
  schedule: "61 * * * *"
  sources:
    - { type: git, name: org, url: "https://h/a", paths: ["/org/*.yaml"], trusted: yes }
    - { type: github, name: acme, org: acme }
    - { type: folder, name: org, path: x, trusted: false }
    - { type: git, name: b, url: "git@h:a", token: t0ken }
`,
    );

    expect([...mistakes].sort()).toMatchInlineSnapshot(`
      [
        "catalog.schedul: found an unknown key; allowed: schedule, sources. Did you mean "schedule"?",
        "catalog.schedule: found "61 * * * *"; allowed: a cron expression of five fields, such as */5 * * * *",
        "catalog.sources[0].paths[0]: found "/org/*.yaml"; allowed: a glob relative to the top of the tree, without / or ./ in front",
        "catalog.sources[0].trusted: found "yes"; allowed: true or false",
        "catalog.sources[1]: found "github.com", which is not in forge.github; allowed: a source whose host is in forge.github, which is missing",
        "catalog.sources[2].name: found "org", the name of catalog.sources[0]; allowed: a name of its own",
        "catalog.sources[2].trusted: found false; allowed: true: a folder is always trusted",
        "catalog.sources[3].token: found a token for an address that takes none; allowed: a token where url is https",
        "chat.slak: found an unknown key; allowed: slack, teams. Did you mean "slack"?",
        "colour: found an unknown key; allowed: server, data, store, network, admins, catalog, chat, forge, webhooks, log.",
        "data: found the number 5; allowed: the path of a folder",
        "environments: not built yet; remove it",
        "store.type: "postgres" is not built yet; allowed: lowdb or memory",
      ]
    `);
  });

  test.each([
    ["https://user:hunter2@github.com/acme/a.git", "use token:"],
    ["https://hunter2@github.com/acme/a.git", "use token:"],
    ["https://github.com/acme/a.git?access_token=hunter2", "https or ssh address"],
    ["ssh://git:hunter2@github.com/acme/a.git", "without a password"],
    ["git:hunter2@github.com:acme/a.git", "https or ssh address"],
    ["http://github.com/acme/a.git", "http is only for this machine"],
    ["http://localhost.evil.test/a.git", "http is only for this machine"],
    ["ext::sh -c touch% /tmp/x", "https or ssh address"],
    ["ext::sh", "https or ssh address"],
    ["--upload-pack=touch", "https or ssh address"],
    ["-oProxyCommand=x@h:p", "https or ssh address"],
    ["ssh://-oProxyCommand=touch/a", "https or ssh address"],
    ["ssh://-l@h/a", "https or ssh address"],
    ["git@-oProxyCommand=x:a", "https or ssh address"],
    ["git@h:-a", "https or ssh address"],
    ["git://github.com/acme/a.git", "https or ssh address"],
    ["github.com/acme/a", "https or ssh address"],
    ["https://github.com/", "https or ssh address"],
    ["file://server/share", "https or ssh address"],
    ["https://h/a\nb", "https or ssh address"],
    ["", "https or ssh address"],
    ["git@h:../b", "https or ssh address"],
  ])("the address %j is refused and its secret not shown", async (url, reason) => {
    const mistakes = await mistakesOf(withUrl(url));

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain("catalog.sources[0].url: found ");
    expect(mistakes[0]).toContain(reason);
    expect(mistakes[0]).not.toContain("hunter2");
  });

  test.each(["", "   ", "!a", "/a", "./a", "../a", "a/../b", "a\\b", "a[b", "a}b", "{a,b"])(
    "the glob %j is refused",
    async (glob) => {
      const mistakes = await mistakesOf(
        withSource(`{ type: folder, name: a, path: b, paths: [${JSON.stringify(glob)}] }`),
      );

      expect(mistakes).toHaveLength(1);
      expect(mistakes[0]).toContain("catalog.sources[0].paths[0]: found ");
    },
  );

  test.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "5-1 * * * *",
    "a * * * *",
    "*/0 * * * *",
    "0 0 31 2,11 *",
    "0 0 30-31 feb *",
    "5/2 * * * *",
  ])("the schedule %j is refused", async (schedule) => {
    expect(
      await mistakesOf(
        `catalog: { schedule: ${JSON.stringify(schedule)}, sources: [{ type: folder, name: a, path: b }] }`,
      ),
    ).toEqual([expect.stringContaining("catalog.schedule: found ")]);
  });

  test.each(["*/5 * * * *", "0 9-17/2 * jan-mar mon,wed", "0,30 0 1 * 7", "* * * * *"])(
    "the schedule %j is taken",
    async (schedule) => {
      expect(
        await mistakesOf(`catalog: { schedule: "${schedule}", sources: [{ type: folder, name: a, path: b }] }`),
      ).toEqual([]);
    },
  );

  test.each(["-x", "a..b", "a b", "a~1", "refs/heads/a", "a.lock", "@", "/a", "a@{1}"])(
    "the branch %j is refused",
    async (branch) => {
      expect(await mistakesOf(withSource(`{ type: git, name: a, url: /b, branch: "${branch}" }`))).toEqual([
        expect.stringContaining("catalog.sources[0].branch: found "),
      ]);
    },
  );

  test("a secret in the wrong place or of the wrong kind is not shown", async () => {
    const text = `network: { proxy: "$\{SECRET}" }
admins: [ghp_0123456789abcdef]
log: { level: $\{SECRET} }
catalog: { sources: [{ type: git, name: $\{SECRET}, url: $\{SECRET}, token: [nested-secret] }, { type: git, name: $\{SECRET}, url: /a }] }`;

    const mistakes = await mistakesOf(text, { SECRET: "Hunter2 Hunter2" });

    expect(mistakes.length).toBeGreaterThanOrEqual(6);
    expect(mistakes.join("\n")).not.toMatch(/hunter2|ghp_|nested/i);
  });

  test("a certificate file that is not there is a mistake", async () => {
    expect(await mistakesOf(`network: { caFile: nowhere.pem }\n${smallest}`)).toEqual([
      "network.caFile: found a file that cannot be read; allowed: the path of a PEM file",
    ]);
  });

  test("aliases that grow without end are refused quickly", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `k${i}: &a${i} [${
          i === 0
            ? "x"
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(", ")
        }]`,
    );

    const mistakes = await mistakesOf(levels.join("\n"));

    expect(mistakes.length).toBeGreaterThan(0);
  });

  test("a __proto__ key is an unknown key like another", async () => {
    expect(await mistakesOf(`__proto__: { data: x }\n${smallest}`)).toEqual([
      expect.stringContaining("__proto__: found an unknown key"),
    ]);
  });
});

describe("the file", () => {
  test("nothing configured is undefined", async () => {
    expect(await loadConfig({ env: {}, cwd: folder })).toBeUndefined();
  });

  test.each([
    ["path", { path: "other.yaml" }, {}],
    ["CALLBOARD_CONFIG", {}, { CALLBOARD_CONFIG: "other.yaml" }],
  ])("a missing file named by %s is refused with what to do", async (_, options, env) => {
    const loading = loadConfig({ ...options, env, cwd: folder });

    await expect(loading).rejects.toMatchObject({
      code: "invalid_config",
      message: `No configuration at ${join(folder, "other.yaml")}. Run callboard init, or set CALLBOARD_CONFIG.`,
    });
  });

  test("the mistakes are one a line under the file's name", async () => {
    const loading = load(`data: 5\n${smallest}`);

    await expect(loading).rejects.toBeInstanceOf(BotError);
    await expect(loading).rejects.toThrow(
      `1 mistake in ${join(folder, "callboard.yaml")} (see docs/config.md):\n- data (line 1): found the number 5; allowed: the path of a folder`,
    );
  });

  test("a folder, bytes that are no text, several documents and broken YAML are refused with the reason", async () => {
    await expect(loadConfig({ env: {}, cwd: folder, path: "." })).rejects.toThrow("is not a file");
    await writeFile(join(folder, "bytes.yaml"), new Uint8Array([0xff, 0xfe, 0x41]));
    await expect(loadConfig({ env: {}, cwd: folder, path: "bytes.yaml" })).rejects.toThrow("not UTF-8");
    await expect(load("a: 1\n---\nb: 2\n")).rejects.toThrow("the file (line 3): found another YAML document");
    await expect(load("token: *hunter2\n")).rejects.toThrow("not valid YAML");
    await expect(load("token: *hunter2\n")).rejects.not.toThrow("hunter2");
    await expect(load("token: !hunter2^ x\n")).rejects.not.toThrow("hunter2");
  });
});

describe("whatever the file holds", () => {
  test("500 broken configurations are each refused with path and reason", () => checkBrokenConfigs(500));

  test("500 arbitrary texts are each refused with a reason", () => checkAnyText(500));
});
