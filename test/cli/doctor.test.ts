import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSlack } from "../../playground/slack/simulated-slack.ts";
import { component, documents, group } from "../../src/testing/descriptor.ts";
import { callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

/** A folder with a configuration of one folder as its source. */
async function configured(path: string, more = ""): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "catalog-info.yaml"), documents(group("a-team"), component("web")));
  const source = `{ type: folder, name: local, path: ${path}, paths: [catalog-info.yaml] }`;
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

  test("takes no words", async () => {
    const end = await callboard(["doctor", "now"], { cwd: "/" });

    expect(end).toEqual({ exitCode: 2, output: "", errors: "Use: callboard doctor [--json].\n" });
  });
});
