import { crc32 } from "node:zlib";

/** A line as it was read, or why reading ends. Offsets are bytes from the start of the file. */
export type CheckedLine =
  | { readonly type: "line"; readonly json: string; readonly line: number; readonly end: number }
  | { readonly type: "torn"; readonly line: number; readonly start: number }
  | { readonly type: "damaged"; readonly line: number; readonly start: number; readonly why: string };

const prefix = /^\[(0|[1-9]\d{0,9}),"([0-9a-f]{8})",/;
const prefixBegun = /^\[(?:0|[1-9]\d{0,9})?(?:(?<=\d),(?:"(?:[0-9a-f]{0,8}|[0-9a-f]{8}")?)?)?$/;
const longestPrefix = 24;
const newline = 0x0a;

/** `[length,"crc32",json]` and a line feed: JSON itself, and each of its bytes is covered by a check. */
export function checkedLine(json: string): string {
  return `[${Buffer.byteLength(json)},"${crc32(json).toString(16).padStart(8, "0")}",${json}]\n`;
}

/**
 * The checked lines of a file. The last item is `torn` when the file ends inside a line, as a write does that was cut
 * short, and `damaged` at the first line that is complete and wrong.
 */
export function* checkedLines(bytes: Buffer): Generator<CheckedLine> {
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const item = readLine(bytes, start, line);
    yield item;
    if (item.type !== "line") return;
    start = item.end;
  }
}

function readLine(bytes: Buffer, start: number, line: number): CheckedLine {
  const head = bytes.toString("latin1", start, Math.min(start + longestPrefix, bytes.length));
  const match = prefix.exec(head);
  const found = bytes.indexOf(newline, start);
  const end = found === -1 ? bytes.length : found + 1;
  if (match === null) {
    const isTorn = found === -1 && prefixBegun.test(head);
    return isTorn ? { type: "torn", line, start } : { type: "damaged", line, start, why: "is no record" };
  }
  const from = start + match[0].length;
  const to = from + Number(match[1]);
  if (found === -1 && bytes.length < to + 2) return { type: "torn", line, start };
  if (end !== to + 2 || bytes[to] !== 0x5d || bytes[to + 1] !== newline) {
    return { type: "damaged", line, start, why: "has another length than it says" };
  }
  const payload = bytes.subarray(from, to);
  if (crc32(payload) !== Number.parseInt(match[2] ?? "", 16)) {
    return { type: "damaged", line, start, why: "has a wrong checksum" };
  }
  return { type: "line", json: payload.toString("utf8"), line, end };
}
