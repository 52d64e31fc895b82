import { BotError } from "../../errors.ts";

/** Whether git accepts `name` as a branch and nothing else than a branch; the rules of git-check-ref-format(1). */
export function isBranchName(name: string): boolean {
  if (name.length === 0 || name.length > 250 || name === "@" || name === "HEAD") return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
  if (/[\u0000-\u0020\u007f-\u009f\u2028\u2029~^:?*[\\]/.test(name)) return false;
  if (name.startsWith("-") || name.endsWith(".") || name.includes("..") || name.includes("@{")) return false;
  return name.split("/").every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"));
}

/** Checks a configured branch. @throws BotError `invalid_config` */
export function checkBranchName(name: string): string {
  if (isBranchName(name) && !name.startsWith("refs/")) return name;
  throw new BotError(
    "invalid_config",
    `${JSON.stringify(name.slice(0, 100))} is not a branch name. Write it as in branch: main, or leave it out for the default branch.`,
  );
}
