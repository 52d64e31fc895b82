import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { FullDiskCopyReport } from "../../testing/copy-on-full-disk.ts";
import { temporaryRepository } from "../../testing/git-source-subject.ts";
import { smallDisk } from "../../testing/small-disk.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";

test("a copy for which the disk has no room fails its repository, and others that fit are read", async (context) => {
  const disk = await temporaryFolder();
  const command = smallDisk(disk)?.command;
  if (command === undefined) return context.skip("a small disk cannot be mounted here (unshare, mount)");
  const repository = await temporaryRepository();
  for (const setting of ["allowFilter", "allowAnySHA1InWant"])
    await repository.git(["config", `uploadpack.${setting}`, "true"]);
  const commit = await repository.commit({ "big.bin": randomBytes(6_000_000), "small.yaml": "small" });
  const program = fileURLToPath(new URL("../../testing/copy-on-full-disk.ts", import.meta.url));
  const [file = "", ...rest] = [...command, process.execPath, "--import", "tsx", program];

  const child = spawn(file, [...rest, disk, repository.path, commit], { env: { PATH: process.env["PATH"] } });
  const ended = once(child, "close");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;

  expect(errors).toBe("");
  const report: FullDiskCopyReport = JSON.parse(output);
  expect(report.refused).toMatchObject({ code: "unavailable", message: expect.stringMatching(/\S/) });
  expect(report.readAfter).toEqual([5]);
});
