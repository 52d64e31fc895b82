import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { BotError } from "../errors.ts";
import { migrationsFrom, type StoreSchema, storeSchema } from "./schema.ts";
import type { Store, Stored, Write } from "./store.ts";

const format = "callboard-export";

const headerSchema = z.object({
  format: z.literal(format),
  schemaVersion: z.int().positive(),
  entries: z.int().nonnegative(),
});
const entrySchema = z.strictObject({ key: z.string(), value: z.json() });
const footerSchema = z.strictObject({ entries: z.int().nonnegative(), sha256: z.string() });

/**
 * All entries of a store as lines of JSON, without line feeds: a header `{format, schemaVersion, entries}`, a `{key, value}`
 * an entry in key order, and a footer `{entries, sha256}`, whose checksum is over all lines before it, each with a line feed.
 * They are the entries of one moment, also while others write. Keys that begin with one of `without` are left out.
 */
export async function* exportStore(
  store: Store,
  { schema = storeSchema, without = [] }: { readonly schema?: StoreSchema; readonly without?: readonly string[] } = {},
): AsyncGenerator<string> {
  const all = await readMoment(store);
  const entries = all.filter(({ key }) => !without.some((prefix) => key.startsWith(prefix)));
  const hash = createHash("sha256");
  const line = (value: unknown) => hashed(hash, JSON.stringify(value));
  yield line({ format, schemaVersion: schema.version, entries: entries.length });
  for (const { key, value } of entries) yield line({ key, value });
  yield JSON.stringify({ entries: entries.length, sha256: hash.digest("hex") });
}

/**
 * Puts an export into a store, in one commit, after every line of it was checked. Throws `usage` naming the line when it is
 * not an export or was changed or cut, `unsupported` when a newer Callboard made it, `conflict` when the store holds
 * something and `replace` is false; then nothing was written. With `replace`, what is not in the export is deleted.
 */
export async function importStore(
  store: Store,
  lines: AsyncIterable<string>,
  { replace, schema = storeSchema }: { replace: boolean; schema?: StoreSchema },
): Promise<{ entries: number }> {
  const entries = await readExport(lines, schema);
  const present = await readMoment(store);
  if (present.length > 0 && !replace) {
    throw new BotError(
      "conflict",
      `The store holds ${present.length} entries already. Import into an empty one, or say that they are to be replaced.`,
    );
  }
  const kept = new Set(entries.map(({ key }) => key));
  const versions = new Map(present.map(({ key, version }) => [key, version]));
  const deletions = present.filter(({ key }) => !kept.has(key)).map(({ key }) => ({ key, value: undefined }));
  const expect = [...new Set([...kept, ...versions.keys()])].map((key) => ({ key, version: versions.get(key) ?? 0 }));
  if (!(await store.commit([...deletions, ...entries], expect))) {
    throw new BotError(
      "conflict",
      "The store changed during the import, so nothing was imported. Stop Callboard first.",
    );
  }
  return { entries: entries.length };
}

/** Everything in one reading: a store's reading is of one moment, also while others write. */
async function readMoment(store: Store): Promise<readonly Stored[]> {
  return store.list("", { limit: Number.MAX_SAFE_INTEGER });
}

interface Reading {
  readonly hash: Hash;
  readonly entries: Map<string, unknown>;
  line: number;
  header: z.infer<typeof headerSchema> | undefined;
  isEnded: boolean;
}

/** The entries of an export, brought to `schema`. */
async function readExport(lines: AsyncIterable<string>, schema: StoreSchema): Promise<readonly Write[]> {
  const reading: Reading = {
    hash: createHash("sha256"),
    entries: new Map(),
    line: 0,
    header: undefined,
    isEnded: false,
  };
  for await (const line of lines) {
    reading.line += 1;
    readLine(reading, line.replace(/\r?\n$/, ""));
  }
  const { header, entries, isEnded } = reading;
  if (header === undefined || !isEnded) throw wrongLine(reading.line + 1, "is missing: the export was cut short");
  let migrated: readonly Write[] = [...entries].map(([key, value]) => ({ key, value }));
  for (const step of migrationsFrom(header.schemaVersion, schema, "The export")) {
    migrated = migrated.flatMap((entry) => step.migrate(entry));
  }
  return migrated;
}

function readLine(reading: Reading, text: string): void {
  const { hash, entries, header, line } = reading;
  if (reading.isEnded) throw wrongLine(line, "comes after the end of the export");
  const value = parsed(text);
  if (header === undefined) {
    reading.header = headerSchema.safeParse(value).data;
    if (reading.header === undefined) throw wrongLine(line, "is not the header of an export");
  } else if (entries.size < header.entries) {
    const entry = entrySchema.safeParse(value);
    // The checked copy would lose keys such as __proto__, so the value itself is taken.
    if (!entry.success) throw wrongLine(line, "is no entry");
    if (entries.has(entry.data.key)) throw wrongLine(line, "has a key that an earlier line has");
    entries.set(entry.data.key, (value as Write).value);
  } else {
    const footer = footerSchema.safeParse(value).data;
    if (footer?.entries !== header.entries) throw wrongLine(line, "is not the end of the export");
    if (footer.sha256 !== hash.digest("hex"))
      throw wrongLine(line, "has another checksum: a line before it was changed");
    reading.isEnded = true;
    return;
  }
  hashed(hash, text);
}

function hashed(hash: Hash, line: string): string {
  hash.update(`${line}\n`);
  return line;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wrongLine = (line: number, what: string) =>
  new BotError(
    "usage",
    `Line ${line} of the export ${what}. Nothing was imported: export again, or take another file.`,
  );
