import { isPeopleRoot } from "./github/people-root.ts";
import type { RootHarvest } from "./harvest.ts";

/**
 * `3 of 1,000 repositories could not be read; the first: acme/x: …`, and of what is no repository
 * `people of acme could not be read: …`; undefined when every root was.
 */
export function failedRootsSentence(roots: readonly RootHarvest[]): string | undefined {
  const [only] = roots;
  if (roots.length === 1) return only?.failure?.message;
  const people = roots.filter(({ rootId }) => isPeopleRoot(rootId));
  const sentences = [
    repositoriesSentence(roots.filter(({ rootId }) => !isPeopleRoot(rootId))),
    ...people.map(({ name, failure }) => failure && `${name} could not be read: ${failure.message}`),
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function repositoriesSentence(repositories: readonly RootHarvest[]): string | undefined {
  const failed = repositories.filter((root) => root.failure !== undefined);
  const [first] = failed;
  if (first?.failure === undefined) return undefined;
  if (repositories.length === 1) return `${first.name} could not be read: ${first.failure.message}`;
  const total = repositories.length.toLocaleString("en");
  const how =
    failed.length === repositories.length
      ? `None of ${total} repositories could be read`
      : `${failed.length.toLocaleString("en")} of ${total} repositories could not be read`;
  return `${how}; the first: ${first.name}: ${first.failure.message}`;
}
