import type { FileToParse } from "./parse/parsed-file.ts";

/** Contents of files that may be parsed a second time: to some sources, reading them again costs a request. */
export interface HeldContents {
  /** Gives the same files, and holds them as far as there is room. */
  through(files: AsyncIterable<FileToParse>): AsyncGenerator<FileToParse>;
  /** Nobody needs that one again. */
  drop(path: string): void;
  /** Undefined for what has to be read again. */
  get(path: string): FileToParse | undefined;
}

/** Holds nothing yet, and never more than so many bytes. */
export function createHeldContents(mostBytes: number): HeldContents {
  const held = new Map<string, FileToParse>();
  let bytes = 0;
  return {
    async *through(files) {
      for await (const file of files) {
        if (bytes + file.bytes.byteLength <= mostBytes) {
          held.set(file.path, file);
          bytes += file.bytes.byteLength;
        }
        yield file;
      }
    },
    drop(path) {
      bytes -= held.get(path)?.bytes.byteLength ?? 0;
      held.delete(path);
    },
    get: (path) => held.get(path),
  };
}
