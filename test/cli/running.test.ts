import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { findRunningBot } from "../../src/cli/control/client.ts";
import { component, documents, group, user } from "../../src/testing/descriptor.ts";
import { type CommandEnd, callboard } from "../../src/testing/fake-terminal.ts";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";

const mia = user("mia", { spec: { profile: { email: "mia@acme.example" }, memberOf: ["a-team"] } });

function catalogOf(count: number): string {
  return documents(group("a-team"), mia, ...Array.from({ length: count }, (_, index) => component(`thing-${index}`)));
}

/** A folder with a configuration of one file as its source. */
async function configured(count = 1): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "catalog-info.yaml"), catalogOf(count));
  const source = "{ type: folder, name: local, path: ., paths: [catalog-info.yaml] }";
  await writeFile(join(cwd, "callboard.yaml"), `log: { level: error }\ncatalog: { sources: [${source}] }\n`);
  return cwd;
}

/** The same, with a secret that is in no environment but the bot's. */
async function configuredWithSecret(): Promise<string> {
  const cwd = await configured();
  const source = `{ type: git, name: org, url: "http://127.0.0.1:9/x.git", token: "$\{TOKEN}" }`;
  const path = join(cwd, "callboard.yaml");
  await writeFile(path, (await readFile(path, "utf8")).replace("sources: [", `sources: [${source}, `));
  return cwd;
}

/** A bot that somebody at a terminal could talk to, once it listens. */
async function started(cwd: string, env = {}): Promise<{ say(text: string): void; end(): Promise<CommandEnd> }> {
  const input = new PassThrough();
  const ended = callboard(["start"], { cwd, input, env });
  const end = () => {
    // Whoever said nothing has not ended a conversation.
    if (!input.writableEnded) input.end("help\n");
    return ended;
  };
  onTestFinished(async () => void (await end()));
  await expect.poll(() => findRunningBot(join(cwd, "data")), { timeout: 15_000 }).toBeDefined();
  return { say: (text) => void input.write(`${text}\n`), end };
}

describe("while callboard start runs", () => {
  test("ask is answered by it, as the operator or with somebody's rights", async () => {
    const cwd = await configured();
    await started(cwd);
    await callboard(["sync"], { cwd });

    const asked = await callboard(["ask", "--json", "whoowns thing-0"], { cwd });
    const mine = await callboard(["ask", "--json", "mine", "--as", "mia@acme.example"], { cwd });
    const refused = await callboard(["ask", "--json", "sync", "--as", "mia@acme.example"], { cwd });

    expect(asked).toMatchObject({ exitCode: 0, errors: "" });
    expect(JSON.parse(asked.output)).toMatchObject({ data: { owner: "group:default/a-team" } });
    expect(JSON.parse(mine.output)).toMatchObject({ data: { owner: "user:default/mia" } });
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.output)).toMatchObject({ status: "error", error: { code: "not_allowed" } });
  });

  test("its configuration's secrets are needed by none who asks it", async () => {
    const cwd = await configuredWithSecret();
    await started(cwd, { TOKEN: "canary-1234567" });

    const asked = await callboard(["ask", "whoowns thing-0"], { cwd });
    const synced = await callboard(["sync", "--json"], { cwd });
    const looked = await callboard(["doctor", "--json"], { cwd });
    const exported = await callboard(["export"], { cwd });
    const imported = await callboard(["import", "x"], { cwd });

    expect(asked.errors).toBe("");
    expect(JSON.parse(synced.output).sources).toHaveLength(2);
    expect(JSON.parse(looked.output).findings).not.toEqual([]);
    expect(exported).toMatchObject({ exitCode: 0, output: expect.stringContaining("callboard-export"), errors: "" });
    expect(imported.errors).toContain("Stop it first");
  });

  test("sync --accept reaches it", async () => {
    const cwd = await configured(10);
    const bot = await started(cwd);
    await callboard(["sync"], { cwd });
    await writeFile(join(cwd, "catalog-info.yaml"), catalogOf(1));

    const held = await callboard(["sync", "--json"], { cwd });
    const wrong = await callboard(["sync", "--accept", "orgs"], { cwd });
    const accepted = await callboard(["sync", "--json", "--accept", "local"], { cwd });
    bot.say("whoowns thing-7");

    expect(held.exitCode).toBe(1);
    expect(JSON.parse(held.output)).toMatchObject({ sources: [{ status: "held", removed: 0 }] });
    expect(wrong).toEqual({ exitCode: 2, output: "", errors: "No source is called “orgs”. There are: local.\n" });
    expect(accepted.exitCode).toBe(0);
    expect(JSON.parse(accepted.output)).toMatchObject({ sources: [{ status: "changed", removed: 9 }] });
    expect((await bot.end()).output).toContain("Nothing here is called “thing-7”");
  });

  test("doctor and export are of its state, and import waits until it is stopped", async () => {
    const cwd = await configured();
    const bot = await started(cwd);
    await callboard(["ask", "sync"], { cwd });

    const doctor = await callboard(["doctor", "--json"], { cwd });
    const exported = await callboard(["export", "state.jsonl"], { cwd });
    const refused = await callboard(["import", "state.jsonl"], { cwd });
    await bot.end();
    const imported = await callboard(["import", "state.jsonl", "--replace"], { cwd });

    expect(JSON.parse(doctor.output).findings).toContainEqual(expect.objectContaining({ area: "Store", level: "ok" }));
    expect(exported).toMatchObject({ exitCode: 0, output: "", errors: `Exported to ${join(cwd, "state.jsonl")}.\n` });
    expect((await readFile(join(cwd, "state.jsonl"), "utf8")).split("\n")[0]).toContain("callboard-export");
    expect(refused).toEqual({
      exitCode: 1,
      output: "",
      errors: `Callboard runs with pid ${process.pid}. Stop it first: kill ${process.pid}\n`,
    });
    expect(imported).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^Imported \d+ entr/), errors: "" });
  });
});

test("where no bot runs, what the configuration lacks is said", async () => {
  const cwd = await configuredWithSecret();

  const end = await callboard(["ask", "whoowns thing-0"], { cwd });

  expect(end).toMatchObject({ exitCode: 2, errors: expect.stringContaining("variable TOKEN is not set") });
});

test("commands at the same time wait for each other", async () => {
  const cwd = await configured();

  const ends = await Promise.all(["a", "b", "c"].map(() => callboard(["ask", "whoowns thing-0"], { cwd })));

  for (const end of ends) expect(end).toMatchObject({ exitCode: 0, errors: "" });
});
