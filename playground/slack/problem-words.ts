import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** What is wrong, each as a JSON pointer and the words that Slack's API uses: `/blocks/0/text: must be a valid URL`. */
export function problemsOf(error: z.ZodError, prefix = ""): readonly string[] {
  return error.issues.flatMap((issue) => {
    const pointer = [prefix, ...issue.path.map(String)].join("/");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => `${pointer || "/"}: invalid additional property: ${key}`);
    const missing = missingField(issue);
    if (missing === undefined) return `${pointer || "/"}: ${wordsOf(issue)}`;
    return `${pointer.slice(0, -missing.length - 1) || "/"}: missing required field: ${missing}`;
  });
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
