import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { manifestMistakes } from "../src/testing/teams-manifest-schema.ts";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const appId = "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab";
const catalog = "catalog: { sources: [{ type: folder, name: local, path: . }] }\n";

/** `npm run teams:package -- <args>` with a configuration beside it. */
async function packaged(config: string, args: readonly string[] = []) {
  const folder = await temporaryFolder();
  const file = join(folder, "callboard.yaml");
  await writeFile(file, `${catalog}${config}`);
  const out = join(folder, "app.zip");
  const script = ["--import", "tsx", "scripts/teams-package.ts", "--config", file, "--out", out, ...args];
  const end = await new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    const child = execFile(process.execPath, script, { cwd: root }, (_, output, errors) =>
      resolve({ code: child.exitCode ?? -1, output, errors }),
    );
  });
  return { ...end, folder, out };
}

describe("npm run teams:package", () => {
  test("makes what Teams takes: the manifest of the configuration, and its icons", async () => {
    // The secret need not be there: an app is made before it has one.
    const config = `server: { publicUrl: https://cb.example.com }\nchat: { teams: { appId: ${appId}, appPassword: $\{NOT_YET} } }\n`;

    const { code, output, errors, out } = await packaged(config, ["--version", "1.4.2"]);

    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toContain(`${out}: version 1.4.2 of the Teams app ${appId}.`);
    const files = unzipSync(await readFile(out));
    const manifest = JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())) as {
      icons: Record<string, string>;
    };
    expect(Object.keys(files).sort()).toEqual(["manifest.json", ...Object.values(manifest.icons)].sort());
    expect(await manifestMistakes(manifest)).toEqual([]);
    expect(manifest).toMatchObject({
      id: appId,
      version: "1.4.2",
      developer: { websiteUrl: "https://cb.example.com" },
    });
    for (const icon of Object.values(manifest.icons)) {
      expect(strFromU8(files[icon]?.slice(1, 4) ?? new Uint8Array())).toBe("PNG");
    }
  });

  test.each([
    ["", "The app's id is missing: set chat.teams.appId to the Application (client) ID"],
    [
      `chat: { teams: { appId: ${appId} } }\n`,
      "The bot's address is missing: set server.publicUrl, or name it with --url <https address>.",
    ],
    [
      `chat: { teams: { appId: $\{NOT_YET} } }\n`,
      "chat.teams.appId (line 2): the environment variable NOT_YET is not set",
    ],
    ["server: { publicUrl: http://localhost:3000 }\n", "Teams calls https addresses alone"],
  ])("with %j says what is missing, and makes nothing", async (config, sentence) => {
    const { code, output, errors, folder } = await packaged(config);

    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(sentence);
    expect(errors).not.toMatch(/^\s+at /m);
    expect(await readdir(folder)).toEqual(["callboard.yaml"]);
  });
});
