import { describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import { createMemorySource } from "./memory-source.ts";
import { changedRoot, describeSourceContract, texts } from "./source-contract.ts";

const never = new AbortController().signal;
const down = new BotError("unavailable", "The test says that it is down.");

describe("the memory source", () => {
  describeSourceContract(async () => {
    const source = createMemorySource("memory");
    const repository = { host: "github.com", slug: "acme/catalog", branch: "main" };
    const tree = source.tree("acme/catalog", { repository, canFind: true });
    return {
      source,
      write: async (changes) => tree.write(changes),
      setReachable: async (reachable) => tree.fail(reachable ? undefined : down),
      dispose: async () => {},
    };
  });

  test("an incomplete listing says why", async () => {
    const source = createMemorySource("memory");
    source.incomplete(down);

    expect(await source.read(new Map(), never)).toEqual({ incomplete: down, roots: [] });
  });

  test("a removed root is not mentioned until it is brought back, and a retired one is gone", async () => {
    const source = createMemorySource("memory");
    const tree = source.tree("acme/catalog");

    source.remove(tree.id);
    const removed = await source.read(new Map(), never);
    source.bringBack(tree.id);
    const back = await source.read(new Map(), never);
    source.retire(tree.id);
    const retired = await source.read(new Map(), never);

    expect(removed).toEqual({ roots: [] });
    expect(back).toMatchObject({ roots: [{ type: "changed" }] });
    expect(retired).toEqual({ roots: [{ type: "gone", rootId: tree.id }] });
  });

  test("contents can fail after the listing succeeded, and succeed again", async () => {
    const source = createMemorySource("memory");
    const tree = source.tree("acme/catalog", { files: { "a.yaml": "a" } });
    const root = await changedRoot(source);
    const files = await root.list(never);
    tree.failReading(down);

    await expect(texts(root, files)).rejects.toBe(down);
    tree.failReading();

    expect(await texts(root, files)).toEqual(["a"]);
  });
});
