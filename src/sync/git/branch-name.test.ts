import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isolatedGit } from "../../testing/git-repository.ts";
import { checkBranchName, isBranchName } from "./branch-name.ts";

test.each(["main", "release/1.2", "feature/ü-1", "a.b", "x@y", "1"])("%s is a branch", (name) => {
  expect(checkBranchName(name)).toBe(name);
});

test.each(
  [
    [
      "",
      "-x",
      "--upload-pack=x",
      "@",
      "@{-1}",
      "a@{1}",
      "HEAD",
      "a..b",
      "refs/../x",
      "refs/heads/main",
      "/a",
      "a/",
      "a//b",
    ],
    [
      "a b",
      "a~1",
      "a^",
      "a:b",
      "a?b",
      "a*",
      "a[b",
      "a\\b",
      "a.",
      ".a",
      "a/.b",
      "a.lock",
      "a.lock/b",
      "a\nb",
      "a\0b",
      "a\u007f",
    ],
    ["x".repeat(251)],
  ]
    .flat()
    .map((name) => [name]),
)("%j is refused", (name) => {
  expect(() => checkBranchName(name)).toThrow(expect.objectContaining({ code: "invalid_config" }));
});

test("whatever is accepted is a branch for git as well", () => {
  const names = fc
    .sample(fc.stringMatching(/^[-\w./@{}~^:? *[\\]{1,12}$/), 2000)
    .filter(isBranchName)
    .slice(0, 100);

  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    execFileSync("git", ["check-ref-format", "--branch", name], { env: isolatedGit, cwd: "/", stdio: "ignore" });
  }
});
