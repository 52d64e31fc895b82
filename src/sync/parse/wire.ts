import type { ParseContext } from "./parse-file.ts";
import type { FileToParse, ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { noFields, noItems, type ParsedEntity } from "./to-entity.ts";

/** A batch of files on its way to the thread: one buffer, which is handed over and not copied. */
export interface BatchMessage {
  readonly id: number;
  readonly context: ParseContext;
  readonly buffer: ArrayBuffer;
  readonly files: readonly PackedFile[];
}

/** What the thread answers: each file as JSON, which crosses threads and becomes objects faster than a clone does. */
export interface BatchReply {
  readonly id: number;
  readonly files: readonly string[];
}

type Span = readonly [start: number, length: number];

interface PackedFile {
  readonly path: string;
  readonly bytes: Span;
  readonly attachments?: readonly (readonly [path: string, bytes: Span | undefined])[];
}

/** Packs files into one message. Their own buffers stay usable. */
export function packBatch(id: number, files: readonly FileToParse[], context: ParseContext): BatchMessage {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const add = (bytes: Uint8Array): Span => {
    chunks.push(bytes);
    length += bytes.byteLength;
    return [length - bytes.byteLength, bytes.byteLength];
  };
  const packed = files.map(({ path, bytes, attachments }) => ({
    path,
    bytes: add(bytes),
    ...(attachments && { attachments: [...attachments].map(([name, part]) => [name, part && add(part)] as const) }),
  }));
  const buffer = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    buffer.set(chunk, at);
    at += chunk.byteLength;
  }
  return { id, context, buffer: buffer.buffer, files: packed };
}

/** The files of a message. */
export function unpackBatch(message: BatchMessage): readonly FileToParse[] {
  const view = ([start, length]: Span) => new Uint8Array(message.buffer, start, length);
  return message.files.map(({ path, bytes, attachments }) => ({
    path,
    bytes: view(bytes),
    ...(attachments && { attachments: new Map(attachments.map(([name, span]) => [name, span && view(span)])) }),
  }));
}

/** A parsed file as JSON. Keys `__proto__`, which no entity needs and careless copies trip over, are left out. */
export function encodeFile(file: ParsedFile): string {
  const json = JSON.stringify(file);
  if (!json.includes('"__proto__"')) return json;
  return JSON.stringify(file, (key, value: unknown) => (key === "__proto__" ? undefined : value));
}

/** Reads what `encodeFile` wrote. Empty lists and maps become shared ones, so that thousands of them cost nothing. */
export function decodeParsedFile(json: string): ParsedFile {
  const file = JSON.parse(json) as ParsedFile;
  return { path: file.path, documents: file.documents.map(shareEmpty), needs: file.needs };
}

function shareEmpty(document: ParsedDocument): ParsedDocument {
  if (document.type === "problem") return document;
  const { labels, annotations, tags, links, spec } = document.entity;
  const entity: ParsedEntity = {
    ...document.entity,
    labels: isEmpty(labels) ? noFields : labels,
    annotations: isEmpty(annotations) ? noFields : annotations,
    tags: tags.length === 0 ? noItems : tags,
    links: links.length === 0 ? noItems : links,
    spec: isEmpty(spec) ? noFields : spec,
  };
  return { ...document, entity };
}

function isEmpty(fields: object): boolean {
  for (const _ in fields) return false;
  return true;
}
