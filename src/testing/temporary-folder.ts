import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder, by its real path, that is removed when the running test has finished. */
export async function temporaryFolder(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "callboard-test-")));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
