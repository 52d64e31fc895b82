import type { Socket } from "node:net";

/** The lines that arrive on a socket, each as soon as it is whole. Throws when one is longer than `maxLength` characters. */
export async function* socketLines(socket: Socket, maxLength: number): AsyncGenerator<string, void> {
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of socket.setEncoding("utf8") as AsyncIterable<string>) {
    const [first = "", ...others] = chunk.split("\n");
    for (const [index, piece] of [first, ...others].entries()) {
      if (index > 0) {
        yield parts.join("");
        parts = [];
        length = 0;
      }
      parts.push(piece);
      length += piece.length;
      if (length > maxLength) throw new Error("a line is too long");
    }
  }
}
