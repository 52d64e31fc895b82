import { existsSync } from "node:fs";
import { chown, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { recordCommandLines } from "../../testing/command-lines.ts";
import { addCommand, gitOnPath } from "../../testing/git-on-path.ts";
import { filtering, gitSourceOf, temporaryGitServer, temporaryRepository } from "../../testing/git-source-subject.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { changedRoot, onlyState, texts } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { EntitySource, RootState } from "../source.ts";

const never = new AbortController().signal;
const token = "ghp_canary0123456789+/==x";
const tokenForms = [token, Buffer.from(token).toString("base64"), encodeURIComponent(token), "Z2hwX2NhbmFyeT"];
const onLinux = process.platform === "linux";

async function contents(source: EntitySource): Promise<string[]> {
  const root = await changedRoot(source);
  return texts(root, await root.list(never));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("the token", () => {
  // /proc is where the arguments of other processes can be read.
  test.skipIf(!onLinux)(
    "opens the repository and is in no argument, no file of the mirror and no log line",
    async () => {
      const repo = await temporaryRepository();
      await repo.commit({ "a.yaml": "a" });
      const recorder = recordCommandLines();
      const server = await temporaryGitServer({ path: repo.path, token, config: filtering, onRequest: recorder.look });
      const mirrorDir = join(await temporaryFolder(), "m.git");
      const { log, lines } = recordedLog();
      const source = await gitSourceOf(`${server.origin}/acme/catalog.git`, { token, mirrorDir, log });

      const work = contents(source);
      await recorder.during(work);

      expect(await work).toEqual(["a"]);
      const commandLines = [...recorder.seen];
      for (const command of ["git ls-remote", "git fetch", "git-remote-http"])
        expect(commandLines.join("\n")).toContain(command);
      const files = await Promise.all((await filesBelow(mirrorDir)).map((file) => readFile(file, "latin1")));
      for (const form of tokenForms) {
        expect(commandLines.filter((line) => line.includes(form))).toEqual([]);
        expect(files.filter((file) => file.includes(form))).toEqual([]);
        expect(lines.filter((line) => line.includes(form))).toEqual([]);
      }
    },
  );

  test("that is wrong fails without being repeated", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const server = await temporaryGitServer({ path: repo.path, token: "another" });
    const { log, lines } = recordedLog();

    const state = await onlyState(await gitSourceOf(`${server.origin}/acme/catalog.git`, { token, log }));

    expect(state).toMatchObject({ type: "failed", error: { code: "unavailable" } });
    for (const form of tokenForms) expect(everythingSaid(state) + lines.join("\n")).not.toContain(form);
  });

  test("that git itself says is removed from the error and the log", async () => {
    const git = await gitOnPath(`echo "fatal: bad token $CALLBOARD_GIT_TOKEN" >&2; exit 128`);
    const { log, lines } = recordedLog();
    const options = { token, log, environment: git.environment };

    const state = await onlyState(await gitSourceOf("http://127.0.0.1:1/acme/catalog.git", options));

    expect(everythingSaid(state)).toContain("bad token [secret]");
    expect(lines.join("\n")).toContain("bad token [secret]");
    expect(everythingSaid(state) + lines.join("\n")).not.toContain(token);
  });

  test("never reaches a host that the configured one redirects to, nor does any request", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const elsewhere = await temporaryGitServer({ path: repo.path, token });
    const server = await temporaryGitServer({ path: repo.path, token });
    const source = await gitSourceOf(`${server.origin}/acme/catalog.git`, { token });

    for (const status of [301, 302, 307, 308]) {
      server.answerWith(status, elsewhere.origin);
      expect(await onlyState(source)).toMatchObject({
        type: "failed",
        error: { code: "unavailable", message: expect.stringContaining(`error: ${status}`) },
      });
    }

    expect(server.requests.length).toBeGreaterThan(0);
    expect(elsewhere.requests).toEqual([]);
  });

  test("is not handed to ssh or to a local repository", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const folder = await temporaryFolder();
    const git = await gitOnPath(`env > '${folder}/environment'`);

    expect(await contents(await gitSourceOf(repo.path, { token, environment: git.environment }))).toEqual(["a"]);

    expect(await readFile(join(folder, "environment"), "utf8")).not.toContain(token);
  });

  test.each(["with space", "line\nbreak", "ü"])("%j is refused at once", async (bad) => {
    await expect(gitSourceOf("https://github.com/acme/catalog", { token: bad })).rejects.toMatchObject({
      code: "invalid_config",
    });
  });
});

describe("a proxy", () => {
  test("is used, and its password is in no argument and no log line", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const server = await temporaryGitServer({ path: repo.path });
    const folder = await temporaryFolder();
    const git = await gitOnPath(`printf '%s\\n' "$@" >> '${folder}/arguments'`);
    const { log, lines } = recordedLog();
    const network = { proxy: server.origin.replace("//", "//user:proxy-canary@") };
    const options = { network, log, environment: git.environment };

    expect(await contents(await gitSourceOf("http://localhost:1/acme/catalog.git", options))).toEqual(["a"]);

    expect(server.requests[0]?.url).toMatch(/^http:\/\/localhost:1\/acme/);
    expect(await readFile(join(folder, "arguments"), "utf8")).not.toContain("proxy-canary");
    expect(lines.join("\n")).not.toContain("proxy-canary");
  });
});

describe("ssh", () => {
  test("is asked without prompts, with the user's agent and home, for the configured host alone", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const folder = await temporaryFolder();
    await addCommand(
      folder,
      "ssh",
      `#!/bin/sh
printf '%s\\n' "$@" > '${folder}/arguments'
env > '${folder}/environment'
for last; do :; done
exec sh -c "$last"
`,
    );
    await writeFile(
      join(folder, ".gitconfig"),
      `[remote "origin"]\n uploadpack = touch ${folder}/canary; git-upload-pack\n`,
    );
    const environment = {
      PATH: `${folder}/bin:${process.env["PATH"]}`,
      HOME: folder,
      SSH_AUTH_SOCK: "/run/agent",
      UNRELATED_SECRET: "canary",
    };

    expect(await contents(await gitSourceOf(`ssh://git@example.invalid${repo.path}`, { environment }))).toEqual(["a"]);

    const seen = await readFile(join(folder, "environment"), "utf8");
    expect(seen).toContain("SSH_AUTH_SOCK=/run/agent");
    expect(seen).toContain(`HOME=${folder}`);
    expect(seen).not.toContain("canary");
    expect(existsSync(join(folder, "canary"))).toBe(false);
    expect(await readFile(join(folder, "arguments"), "utf8")).toMatch(/-oBatchMode=yes[\s\S]*git@example\.invalid/);
  });
});

describe("what others configured", () => {
  test("is not read: a hostile home, environment and repository run nothing", async () => {
    const folder = await temporaryFolder();
    const canary = join(folder, "canary");
    const hostile = `[protocol "ext"]\n allow = always\n[url "ext::sh -c touch% ${canary}% %S x"]\n insteadOf = /\n[core]\n hooksPath = ${folder}/bin\n sshCommand = touch ${canary}\n fsmonitor = touch ${canary}\n[credential]\n helper = "!touch ${canary}"\n[uploadpack]\n packObjectsHook = touch ${canary};\n[init]\n templateDir = ${folder}/template\n`;
    await writeFile(join(folder, ".gitconfig"), hostile);
    for (const hook of ["post-update", "reference-transaction", "pre-auto-gc", "post-checkout", "pre-upload"]) {
      await addCommand(folder, hook, `#!/bin/sh\ntouch '${canary}'\n`);
    }
    const repo = await temporaryRepository();
    await repo.commit({
      "a.yaml": "a",
      ".gitmodules": `[submodule "x"]\n path = x\n url = ext::sh -c touch% ${canary}\n`,
      ".gitattributes": "* filter=x\n",
    });
    await writeFile(
      join(repo.path, "config"),
      `${await readFile(join(repo.path, "config"), "utf8")}${hostile.replace(/\[url[^[]+/, "")}`,
    );
    const environment = {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      GIT_CONFIG_GLOBAL: join(folder, ".gitconfig"),
      GIT_CONFIG_SYSTEM: join(folder, ".gitconfig"),
      GIT_CONFIG_PARAMETERS: "'protocol.ext.allow=always'",
      GIT_SSH_COMMAND: `touch ${canary}`,
      GIT_ASKPASS: `touch ${canary}`,
      GIT_PROXY_COMMAND: `touch ${canary}`,
      GIT_TEMPLATE_DIR: folder,
      GIT_EXEC_PATH: folder,
      GIT_TRACE: canary,
      GIT_ALLOW_PROTOCOL: "ext:file",
    };

    expect((await contents(await gitSourceOf(repo.path, { environment }))).at(-1)).toBe("a");

    expect(existsSync(canary)).toBe(false);
  });

  // Only root can give a file to somebody else.
  test.skipIf(process.getuid?.() !== 0)("does not bar a local repository that belongs to somebody else", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    for (const file of [repo.path, ...(await filesBelow(repo.path))]) await chown(file, 65534, 65534);

    expect(await contents(await gitSourceOf(repo.path))).toEqual(["a"]);
  });
});

function everythingSaid(state: RootState): string {
  if (state.type !== "failed") throw new Error("it did not fail");
  return `${state.error.message}\n${state.error.stack}\n${String(state.error.cause)}`;
}
