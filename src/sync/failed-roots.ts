import type { RootHarvest } from "./harvest.ts";

/** `3 of 1,000 repositories could not be read; the first: acme/x: …`; undefined when every root was. */
export function failedRootsSentence(roots: readonly RootHarvest[]): string | undefined {
  const failed = roots.filter((root) => root.failure !== undefined);
  const [first] = failed;
  if (first?.failure === undefined) return undefined;
  if (roots.length === 1) return first.failure.message;
  const total = roots.length.toLocaleString("en");
  const how =
    failed.length === roots.length
      ? `None of ${total} repositories could be read`
      : `${failed.length.toLocaleString("en")} of ${total} repositories could not be read`;
  return `${how}; the first: ${first.name}: ${first.failure.message}`;
}
