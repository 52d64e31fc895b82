import type { Root, TreeFile } from "./source.ts";

/** The files of a tree, of which no more is asked than is needed. */
export interface TreeView {
  /** The files at these paths, as far as they are there, and perhaps others. @throws BotError `unavailable` */
  at(paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>>;
  /** Every file, in path order. @throws BotError `unavailable` */
  all(): Promise<ReadonlyMap<string, TreeFile>>;
}

/** Asks each path once; everything at once where finding single paths costs no less, or where all were asked for anyway. */
export function treeView(root: Root, signal: AbortSignal): TreeView {
  const asked = new Set<string>();
  const found = new Map<string, TreeFile>();
  let whole: ReadonlyMap<string, TreeFile> | undefined;

  async function all(): Promise<ReadonlyMap<string, TreeFile>> {
    whole ??= new Map((await root.list(signal)).map((file) => [file.path, file]));
    return whole;
  }

  return {
    all,
    async at(paths) {
      if (root.find === undefined || whole !== undefined) return all();
      const news = [...new Set(paths)].filter((path) => !asked.has(path));
      if (news.length === 0) return found;
      for (const file of await root.find(news, signal)) found.set(file.path, file);
      for (const path of news) asked.add(path);
      return found;
    },
  };
}
