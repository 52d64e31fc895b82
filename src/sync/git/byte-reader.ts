/** Reads lines and counted bytes from a stream of chunks. Every method gives undefined when the stream ends too early. */
export interface ByteReader {
  /** Up to the next line feed, without it; lines are expected to be short. */
  line(): Promise<string | undefined>;
  exactly(count: number): Promise<Uint8Array | undefined>;
  /** Passes over `count` bytes without keeping them. */
  skip(count: number): Promise<true | undefined>;
}

/** A reader over `chunks`. */
export function createByteReader(chunks: AsyncIterable<Buffer>): ByteReader {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function next(): Promise<Buffer | undefined> {
    const result = await source.next();
    return result.done ? undefined : result.value;
  }

  async function take(count: number, keep: (part: Buffer) => void): Promise<true | undefined> {
    for (let missing = count; ; ) {
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      keep(part);
      if (missing === 0) return true;
      const chunk = await next();
      if (!chunk) return undefined;
      rest = chunk;
    }
  }

  return {
    async line() {
      for (;;) {
        const end = rest.indexOf(10);
        if (end >= 0) {
          const line = rest.toString("latin1", 0, end);
          rest = rest.subarray(end + 1);
          return line;
        }
        const chunk = await next();
        if (!chunk) return undefined;
        rest = Buffer.concat([rest, chunk]);
      }
    },
    async exactly(count) {
      const bytes = new Uint8Array(count);
      let filled = 0;
      const complete = await take(count, (part) => {
        bytes.set(part, filled);
        filled += part.length;
      });
      return complete && bytes;
    },
    skip: (count) => take(count, () => {}),
  };
}
