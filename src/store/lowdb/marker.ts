import { readFile } from "node:fs/promises";
import { z } from "zod";
import { checkedLine, checkedLines } from "./checked-line.ts";
import { damaged, systemCode } from "./damaged.ts";
import { parsedJson } from "./parsed-json.ts";
import { markerPath, replaceFile } from "./store-files.ts";

const markerSchema = z.object({
  format: z.literal("callboard-store"),
  seq: z.int().nonnegative(),
  journal: z.int().nonnegative(),
});

/** Says that a folder is a store: at least `seq` changes were saved in it, and the journal that starts after `journal` exists. */
export interface Marker {
  readonly seq: number;
  readonly journal: number;
}

/** The folder's marker; undefined where there is none. Throws `unavailable` when it is damaged. */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  const path = markerPath(folder);
  const bytes = await readFile(path).catch((error) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const lines = [...checkedLines(bytes)];
  const [line] = lines;
  const marker =
    lines.length === 1 && line?.type === "line" ? markerSchema.safeParse(parsedJson(line.json)) : undefined;
  if (marker?.success) return marker.data;
  throw damaged(
    { path, line: 1 },
    "is damaged; it says how much was saved",
    "Restore the folder from a backup, or remove this one file to go on with what the journal holds.",
  );
}

/** Replaces the folder's marker. */
export async function writeMarker(folder: string, { seq, journal }: Marker): Promise<void> {
  const line = checkedLine(JSON.stringify({ format: "callboard-store", seq, journal }));
  await replaceFile(markerPath(folder), (file) => file.writeFile(line));
}
