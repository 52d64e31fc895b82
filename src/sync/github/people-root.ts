import { createHash } from "node:crypto";
import type { FileContent, Root, TreeFile } from "../source.ts";

/** The id of the root with the people of an organisation. */
export function peopleRootId(webUrl: string, org: string): string {
  return `${webUrl}/orgs/${org}/people`;
}

/** Whether a root has people, and so is no repository: nobody's is called like the pages of an organisation. */
export function isPeopleRoot(rootId: string): boolean {
  return /\/orgs\/[^/]+\/people$/.test(rootId);
}

/** A tree of files that stand in no repository, trusted: the forge itself says what is in them. */
export function createPeopleRoot(options: {
  id: string;
  name: string;
  /** The forge whose people they are. */
  host: string;
  /** Texts by path. */
  files: ReadonlyMap<string, string>;
}): Root {
  const contents = new Map([...options.files].map(([path, text]) => [path, Buffer.from(text)]));
  const files = [...contents]
    .map(([path, bytes]) => ({ path, blobId: createHash("sha1").update(bytes).digest("hex") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

  async function* read(
    wanted: readonly TreeFile[],
    maxBytes: number,
    signal: AbortSignal,
  ): AsyncGenerator<FileContent> {
    for (const { path } of wanted) {
      signal.throwIfAborted();
      const bytes = contents.get(path);
      if (bytes === undefined) yield { path, missing: "absent" };
      else yield bytes.length > maxBytes ? { path, missing: "too_large" } : { path, bytes };
    }
  }

  return {
    id: options.id,
    name: options.name,
    host: options.host,
    revision: revisionOf(files),
    isTrusted: true,
    async list(signal) {
      signal.throwIfAborted();
      return files;
    },
    read: (wanted, { maxBytes }, signal) => read(wanted, maxBytes, signal),
  };
}

function revisionOf(files: readonly TreeFile[]): string {
  const hash = createHash("sha256");
  for (const { path, blobId } of files) hash.update(`${path}\0${blobId}\0`);
  return hash.digest("hex").slice(0, 40);
}
