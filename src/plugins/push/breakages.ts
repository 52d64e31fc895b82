import { z } from "zod";
import type { Catalog } from "../../catalog/catalog.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import type { Bus } from "../../event/bus.ts";
import type { Store } from "../../store/store.ts";
import { errorKey, errorsByRepository, errorsOf } from "./repository-errors.ts";

/** What was wrong with a repository before its newest commit was read, whoever read it: a push or the clock. */
export interface Breakages {
  /**
   * The errors that a repository had before `revision`, as `errorKey` names them; undefined where that is not known.
   * @param key as `repositoryKey`
   */
  before(key: string, revision: string): ReadonlySet<string> | undefined;
  /** Keeps what is wrong now, for the case that the process ends between the next reading and what is told of it. */
  keep(key: string): Promise<void>;
  /** It was told, or there is nothing to tell. */
  forget(key: string): Promise<void>;
}

interface Before {
  readonly revision: string;
  readonly errors: ReadonlySet<string>;
}

const kept = z.object({ revision: z.string(), errors: z.array(z.string()) });

export function createBreakages(parts: {
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly bus: Bus;
  readonly store: Store;
}): Breakages {
  const { catalog, bus, store } = parts;
  const before = new Map<string, Before>();
  const restored = new Set<string>();
  let last: Snapshot | undefined;
  bus.on("catalog.published", () => {
    const snapshot = catalog.snapshot();
    if (last !== undefined) note(last, snapshot);
    last = snapshot;
  });

  function note(old: Snapshot, now: Snapshot): void {
    let errors: ReturnType<typeof errorsByRepository> | undefined;
    for (const [key, { revision }] of now.repositories) {
      const then = old.repositories.get(key);
      if (then === undefined || then.revision === revision) continue;
      errors ??= errorsByRepository(old);
      before.set(key, { revision, errors: new Set(errors.get(key)?.map(errorKey)) });
    }
  }

  /** Takes over what an earlier run kept, where the repository was read since then. */
  async function restore(key: string): Promise<void> {
    if (restored.has(key)) return;
    const then = kept.safeParse((await store.get(storeKey(key)))?.value).data;
    restored.add(key);
    const now = last?.repositories.get(key);
    if (then === undefined || now === undefined || now.revision === then.revision || before.has(key)) return;
    before.set(key, { revision: now.revision, errors: new Set(then.errors) });
  }

  return {
    before(key, revision) {
      const found = before.get(key);
      return found?.revision === revision ? found.errors : undefined;
    },
    async keep(key) {
      await restore(key);
      const now = last?.repositories.get(key);
      if (last === undefined || now === undefined) return;
      const value = { revision: now.revision, errors: errorsOf(last, now).map(errorKey) };
      await store.commit([{ key: storeKey(key), value }]);
    },
    async forget(key) {
      await store.commit([{ key: storeKey(key), value: undefined }]);
    },
  };
}

const storeKey = (key: string): string => `push/before/${key}`;
