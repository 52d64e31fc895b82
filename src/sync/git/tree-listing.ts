import { breathe } from "../../breathe.ts";
import type { TreeFile } from "../source.ts";
import { readTreePath } from "../tree-path.ts";

/**
 * Reads `git ls-tree -r -z`: the regular files, in path order. Symlinks, submodules and paths that are not plain text
 * (invalid UTF-8, control characters, `..`) are left out. A long listing does not block the event loop.
 */
export async function parseTreeListing(output: Buffer): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  const pause = breathe();
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    if (end < 0) break;
    const file = parseEntry(output.subarray(start, end));
    if (file) files.push(file);
    start = end + 1;
    if (pause.isDue()) await pause.take();
  }
  return files;
}

function parseEntry(entry: Buffer): TreeFile | undefined {
  const tab = entry.indexOf(9);
  const blobId = /^100(?:644|755) blob ([0-9a-f]+)$/.exec(entry.toString("latin1", 0, tab))?.[1];
  const path = blobId && readTreePath(entry.subarray(tab + 1));
  return blobId && path ? { path, blobId } : undefined;
}
