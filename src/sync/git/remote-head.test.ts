import { expect, test } from "vitest";
import { parseRemoteHead } from "./remote-head.ts";

const commit = "1234567890abcdef1234567890abcdef12345678";

test("the default branch is the one that HEAD stands for", () => {
  const output = `ref: refs/heads/release/1\tHEAD\n${commit}\tHEAD\n`;

  expect(parseRemoteHead(output, "HEAD")).toEqual({ commit, branch: "release/1" });
});

test.each(["--upload-pack=x", "a..b", "@{-1}", "a b"])(
  "a default branch that the server calls %j is not believed",
  (name) => {
    const output = `ref: refs/heads/${name}\tHEAD\n${commit}\tHEAD\n`;

    expect(parseRemoteHead(output, "HEAD")).toEqual({ commit, branch: "HEAD" });
  },
);

test.each(["", "no answer", `${commit}\trefs/remotes/x/HEAD\n`, "--all\tHEAD\n", `${commit}0\tHEAD\n`])(
  "%j names no commit",
  (output) => {
    expect(parseRemoteHead(output, "HEAD")).toBeUndefined();
  },
);
