import { BotError } from "../errors.ts";
import type { Write } from "./store.ts";

/** Brings one entry from schema version `from` to the next: what it becomes, or nothing when it is dropped. */
export interface Migration {
  readonly from: number;
  migrate(entry: Write): readonly Write[];
}

/** The shape of what is stored: its version and the way there from older ones. */
export interface StoreSchema {
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/** What this Callboard stores. A change of a stored shape raises the version and adds the migration from the one before. */
export const storeSchema: StoreSchema = { version: 1, migrations: [] };

/** The steps from an older version to `schema`'s, in order. Throws `unsupported` for a newer version or one without a way. */
export function migrationsFrom(version: number, schema: StoreSchema, place: string): readonly Migration[] {
  if (version > schema.version) {
    throw new BotError(
      "unsupported",
      `${place} has schema version ${version}, and this Callboard knows versions up to ${schema.version}. Run the Callboard that wrote it, or a newer one.`,
    );
  }
  return Array.from({ length: schema.version - version }, (_, index) => {
    const step = schema.migrations.find(({ from }) => from === version + index);
    if (step === undefined) {
      throw new BotError(
        "unsupported",
        `${place} has schema version ${version}, and this Callboard no longer reads it. Start an older Callboard on it first.`,
      );
    }
    return step;
  });
}
