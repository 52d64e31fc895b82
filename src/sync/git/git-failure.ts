import { BotError } from "../../errors.ts";
import type { GitAddress } from "./address.ts";
import type { GitEnd } from "./git-process.ts";

/** What people are told when git could not reach or read a repository: the address and git's own last word. */
export function gitFailure(address: GitAddress, end: Exclude<GitEnd, { type: "succeeded" }>): BotError {
  const cause = new Error(end.stderr);
  if (end.type === "timed_out") {
    return new BotError("unavailable", `git got no answer from ${address.id} in time. Check the network.`, { cause });
  }
  const detail = lastWord(end.stderr);
  return new BotError(
    "unavailable",
    `git could not read ${address.id}${detail ? ` (${detail})` : ""}. Check the url, the token and the network.`,
    { cause },
  );
}

/** The line in which git says why it gave up. The far end can write to it: one line of 200 plain characters at most. */
function lastWord(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => text.startsWith("fatal: ")) ?? lines.at(-1) ?? "";
  return line
    .replace(/^fatal: /, "")
    .replace(/[^\x20-\x7e]/g, " ")
    .replace(/[.\s]+$/, "")
    .slice(0, 200);
}
