import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { scopes } from "../../adapters/slack/manifest/scopes.ts";
import { startSlack } from "../../playground/slack/simulated-slack.ts";
import { component, documents, group, user } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

const mia = user("mia", { spec: { memberOf: ["a-team"], profile: { email: "mia@acme.example" } } });

/** A folder with a configuration of one folder as its source. */
async function configured(path: string, more = ""): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "catalog-info.yaml"), documents(group("a-team"), component("web"), mia));
  const source = `{ type: folder, name: local, path: ${path}, paths: [catalog-info.yaml], trusted: true }`;
  await writeFile(join(cwd, "callboard.yaml"), `${more}log: { level: error }\ncatalog: { sources: [${source}] }\n`);
  return cwd;
}

describe("callboard doctor", () => {
  test("says for people and for scripts what is well", async () => {
    const cwd = await configured(".");

    const inWords = await callboard(["doctor"], { cwd });
    const inJson = await callboard(["doctor", "--json"], { cwd });

    expect(inWords).toMatchObject({ exitCode: 0, errors: "" });
    expect(inWords.output).toMatch(/^✓ .*store/im);
    expect(inJson.exitCode).toBe(0);
    expect(JSON.parse(inJson.output).findings).toContainEqual(expect.objectContaining({ area: "Store", level: "ok" }));
  });

  test("ends with 1 for a problem, and says what to do", async () => {
    const cwd = await configured("nowhere");

    const inWords = await callboard(["doctor"], { cwd });
    const inJson = await callboard(["doctor", "--json"], { cwd });

    expect(inWords.exitCode).toBe(1);
    expect(inWords.output).toMatch(/^✗ [^✗]*nowhere/m);
    expect(inJson.exitCode).toBe(1);
    expect(JSON.parse(inJson.output).findings[0]).toMatchObject({
      level: "problem",
      found: expect.stringContaining("Create it or correct path:."),
    });
  });

  test("looks at Slack without connecting to it, and shows no token", async () => {
    const slack = await startSlack({ botToken: "xoxb-1-canary-bot", signingSecret: "canary-signing-secret" });
    onTestFinished(() => slack.stop());
    const env = { BOT: "xoxb-1-canary-bot", WRONG: "xoxb-1-canary-wrong", SIGNING: "canary-signing-secret" };
    const connected = async (token: string) => {
      const chat = `chat: { slack: { botToken: $\{${token}}, signingSecret: $\{SIGNING}, apiUrl: "${slack.apiUrl}" } }\n`;
      return callboard(["doctor", "--json"], { cwd: await configured(".", chat), env });
    };

    const well = await connected("BOT");
    const refused = await connected("WRONG");

    const slackFindings = (output: string) =>
      JSON.parse(output).findings.filter(({ area }: { area: string }) => area === "Slack");
    expect(slackFindings(well.output)).toContainEqual(expect.objectContaining({ level: "ok" }));
    expect(refused.exitCode).toBe(1);
    expect(slackFindings(refused.output)[0]).toMatchObject({ level: "problem", fix: expect.any(String) });
    expect([well, refused].map(({ output, errors }) => output + errors).join()).not.toContain("canary");
  });

  describe("before the start of a bot for Slack", () => {
    const env = {
      BOT: "xoxb-1-canary-bot",
      APP: "xapp-1-canary-app",
      WRONG: "xapp-1-canary-wrong",
      SIGNING: "canary-signing-secret",
    };
    const secrets = { botToken: env.BOT, appToken: env.APP, signingSecret: env.SIGNING };
    const users = [{ id: "U0MIA", name: "mia", email: "mia@acme.example" }];

    async function withSlack(options: Partial<Parameters<typeof startSlack>[0]> = {}) {
      const slack = await startSlack({ ...secrets, ...options });
      onTestFinished(() => slack.stop());
      return slack;
    }
    /** What doctor says in words and its exit code, in each way of being reached. */
    async function look(apiUrl: string, how: "appToken" | "signingSecret", secret: keyof typeof env, more = "") {
      const chat = `chat: { slack: { botToken: $\{BOT}, ${how}: $\{${secret}}, apiUrl: "${apiUrl}" } }\n${more}`;
      const { exitCode, output, errors } = await callboard(["doctor"], { cwd: await configured(".", chat), env });
      expect(output + errors).not.toContain("canary");
      expect(errors).toBe("");
      // As wide as a terminal; a finding begins with its sign.
      const words = output.replace(/\n {2}/g, " ");
      return { exitCode, problems: words.split("\n").filter((line) => line.startsWith("✗")), output: words };
    }

    test("all is well over Socket Mode, whose token is tried, and people are matched", async () => {
      const slack = await withSlack({ users });

      const { exitCode, problems, output } = await look(slack.apiUrl, "appToken", "APP");

      expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
      expect(output).toContain("The app token opens Socket Mode");
      expect(output).toContain("People on Slack (1 of 1 member of 1 team is matched");
      expect(slack.socket.connectionCount()).toBe(0);
    });

    test("all is well over HTTP, with the address that Slack must have", async () => {
      const slack = await withSlack({ users });
      const server = "server: { publicUrl: https://callboard.example.com }\n";

      const { exitCode, problems, output } = await look(slack.apiUrl, "signingSecret", "SIGNING", server);

      expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
      expect(output).toContain("Request URL to check: https://callboard.example.com/slack/events");
      expect(output).toContain("The signing secret is checked with the first request");
    });

    test("people that Slack does not know are a warning, and no problem", async () => {
      const slack = await withSlack();

      const { exitCode, output } = await look(slack.apiUrl, "appToken", "APP");

      expect(exitCode).toBe(0);
      expect(output).toMatch(
        /^! People on Slack: a-team: 0 of 1 member are matched\. Correct\s+spec\.profile\.email of/m,
      );
    });

    test("an app token that Slack refuses is the one problem", async () => {
      const slack = await withSlack({ users });

      const { exitCode, problems } = await look(slack.apiUrl, "appToken", "WRONG");

      expect(exitCode).toBe(1);
      expect(problems).toEqual([expect.stringContaining("✗ Slack: Slack refuses the app token (invalid_auth).")]);
    });

    test("a missing scope is one problem, though it keeps people from being matched", async () => {
      const slack = await withSlack({
        scopes: scopes.map(({ scope }) => scope).filter((one) => one !== "users:read.email"),
      });

      const { exitCode, problems } = await look(slack.apiUrl, "appToken", "APP");

      expect(exitCode).toBe(1);
      expect(problems).toEqual([expect.stringContaining("The scope users:read.email is missing.")]);
    });

    test("a Slack that cannot be reached is one problem within ten seconds or so", async () => {
      const slack = await withSlack();
      await slack.goDown();
      const startMs = performance.now();

      const { exitCode, problems } = await look(slack.apiUrl, "appToken", "APP");

      expect(exitCode).toBe(1);
      expect(problems).toEqual([expect.stringMatching(/^✗ Slack: Slack does not answer/)]);
      expect(performance.now() - startMs).toBeLessThan(12_000);
    }, 20_000);
  });

  test("takes no words", async () => {
    const end = await callboard(["doctor", "now"], { cwd: "/" });

    expect(end).toEqual({ exitCode: 2, output: "", errors: "Use: callboard doctor [--json].\n" });
  });
});
