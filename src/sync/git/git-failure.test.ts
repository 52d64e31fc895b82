import { expect, test } from "vitest";
import { parseGitAddress } from "./address.ts";
import { gitFailure } from "./git-failure.ts";

const address = parseGitAddress("https://github.com/acme/catalog.git");

test.each([
  ["fatal: unable to access: error: 503\n", " (unable to access: error: 503)"],
  ["remote: hello\nfatal: first.\nfatal: second\n", " (first)"],
  ["remote: only this\n\n", " (remote: only this)"],
  ["", ""],
  ["fatal: \u001b[31mred\u2028<!channel>\n", " ( [31mred <!channel>)"],
  [`fatal: ${"x".repeat(300)}`, ` (${"x".repeat(200)})`],
])("what git said, %j, is one plain line of the message", (stderr, detail) => {
  const error = gitFailure(address, { type: "failed", exitCode: 128, stderr });

  expect(error).toMatchObject({
    code: "unavailable",
    message: `git could not read https://github.com/acme/catalog${detail}. Check the url, the token and the network.`,
  });
});

test("a deadline says that there was no answer in time", () => {
  expect(gitFailure(address, { type: "timed_out", stderr: "" })).toMatchObject({
    code: "unavailable",
    message: "git got no answer from https://github.com/acme/catalog in time. Check the network.",
  });
});
