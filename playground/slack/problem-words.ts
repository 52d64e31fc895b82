import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** A broken rule: where, as a JSON pointer, and how Slack says it. */
export interface Problem {
  readonly pointer: string;
  readonly words: string;
}

/** The problems that an issue stands for, in the words that Slack's API uses: one for each unknown key. */
export function inSlacksWords(issue: Issue, prefix: string): readonly Problem[] {
  const pointer = [prefix, ...issue.path.map(String)].join("/");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ pointer, words: `invalid additional property: ${key}` }));
  const missing = missingField(issue);
  if (missing === undefined) return [{ pointer, words: wordsOf(issue) }];
  return [{ pointer: pointer.slice(0, -missing.length - 1), words: `missing required field: ${missing}` }];
}

function missingField(issue: Issue): string | undefined {
  if (issue.code === "invalid_union" && issue.discriminator !== undefined)
    return fieldOf(issue.input, issue.discriminator) === undefined ? issue.discriminator : undefined;
  const isAbsent = ["invalid_type", "invalid_value"].includes(issue.code) && issue.input === undefined;
  return isAbsent && issue.path.length > 0 ? String(issue.path.at(-1)) : undefined;
}

function fieldOf(input: unknown, name: string): unknown {
  return typeof input === "object" && input !== null ? (input as Record<string, unknown>)[name] : input;
}

function wordsOf(issue: Issue): string {
  const isText = "origin" in issue && issue.origin === "string";
  switch (issue.code) {
    case "too_big":
      return isText
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} items allowed`;
    case "too_small":
      return isText
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `must provide at least ${issue.minimum} items`;
    case "invalid_union":
      return issue.discriminator === undefined
        ? "failed to match all allowed schemas"
        : `unsupported type: ${String(fieldOf(issue.input, issue.discriminator))}`;
    case "invalid_type":
      return `must be a ${issue.expected}`;
    case "invalid_value":
      return "must be a valid enum value";
    default:
      return issue.message;
  }
}
