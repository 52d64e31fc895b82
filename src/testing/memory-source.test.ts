import { describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import { createMemorySource } from "./memory-source.ts";
import { changedRoot, describeSourceContract, texts } from "./source-contract.ts";

const never = new AbortController().signal;
const down = new BotError("unavailable", "The test says that it is down.");

describe("the memory source", () => {
  describeSourceContract(async () => {
    const source = createMemorySource("memory");
    const tree = source.tree("acme/catalog");
    return {
      source,
      write: async (changes) => tree.write(changes),
      setReachable: async (reachable) => tree.fail(reachable ? undefined : down),
      dispose: async () => {},
    };
  });

  test("a partial listing says so", async () => {
    const source = createMemorySource("memory");
    source.partial(true);

    expect(await source.read(new Map(), never)).toEqual({ complete: false, roots: [] });
  });

  test("a removed root is gone from a complete listing", async () => {
    const source = createMemorySource("memory");
    const tree = source.tree("acme/catalog");
    source.remove(tree.id);

    expect(await source.read(new Map(), never)).toEqual({ complete: true, roots: [] });
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
