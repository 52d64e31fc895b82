import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("what one user built, another may run", async () => {
  await promisify(execFile)(process.execPath, [join(root, "scripts", "build.js"), "--if-stale"]);

  expect((await stat(join(root, "dist"))).mode & 0o777).toBe(0o755);
});
