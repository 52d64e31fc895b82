import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { addCommand } from "../../testing/git-on-path.ts";
import { gitSourceOf, temporaryRepository } from "../../testing/git-source-subject.ts";
import { onlyState } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import type { EntitySource } from "../source.ts";

describe("hostile addresses and branches", () => {
  const attack = (canary: string) =>
    fc.oneof(
      fc.constantFrom(
        `--upload-pack=touch ${canary}`,
        `--upload-pack=touch\t${canary}`,
        `-c core.sshCommand=touch ${canary}`,
        `--config=core.fsmonitor=touch ${canary}`,
        `-oProxyCommand=touch ${canary}`,
        `ext::sh -c touch% ${canary}`,
        `ext::touch ${canary} %S`,
        `$(touch ${canary})`,
        `\`touch ${canary}\``,
        `;touch ${canary};`,
        `'; touch ${canary} #`,
        `|touch ${canary}`,
        `x\ntouch ${canary}`,
        "@{-1}",
        "refs/../../x",
        "\0",
        "u:p@",
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
  const url = (canary: string) =>
    fc
      .tuple(
        fc.constantFrom(
          "",
          "ssh://",
          "ssh://git@",
          "https://",
          "http://127.0.0.1:1/",
          "file://",
          "file:///",
          "git@",
          "git://",
          "./",
          "/",
          "ext::",
          "host:",
          "git@host:",
        ),
        fc.array(attack(canary), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("", "/", "/a/b.git", ":a/b", "@host/a/b", "%0a", "\r\n"),
      )
      .map(([start, middle, end]) => start + middle.join("") + end);

  test("run nothing, whatever they are", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const canary = join(folder, "canary");
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    // Neither a name nor an address is ever looked up: ssh is a stand-in that refuses what could be an option, and a closed port is the proxy.
    await addCommand(folder, "ssh", `#!/bin/sh\ncase "$*" in *ProxyCommand*) touch '${canary}';; esac\nexit 255\n`);
    const environment = { PATH: `${folder}/bin:${process.env["PATH"]}`, HOME: folder };
    const options = { environment, network: { proxy: "http://127.0.0.1:1" }, mirrorDir: join(folder, "m.git") };
    const input = fc.oneof(
      url(canary).map((text) => ({ url: text })),
      attack(canary).map((branch) => ({ url: repo.path, branch })),
      fc
        .tuple(attack(canary), fc.constantFrom("y", "x/"))
        .map(([text, start]) => ({ url: repo.path, branch: start + text })),
    );
    let refused = 0;

    await fc.assert(
      fc.asyncProperty(input, async (hostile) => {
        // `./` and the like are right addresses: they name the repository that the tests run in.
        fc.pre(hostile.url === repo.path || !existsSync(resolve(hostile.url)));
        const source = await gitSourceOf(hostile.url, { ...options, ...hostile }).catch((error: unknown) => error);
        if (source instanceof BotError) {
          refused += 1;
          expect(source.code).toBe("invalid_config");
        } else {
          expect(await onlyState(source as EntitySource)).toMatchObject({
            type: "failed",
            error: expect.any(BotError),
          });
        }
        expect(existsSync(canary)).toBe(false);
      }),
      { numRuns: 500 },
    );

    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(500);
  });
});
