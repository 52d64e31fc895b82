import { describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import { describeForgeContract } from "./forge-contract.ts";
import { createMemoryForge } from "./memory-forge.ts";

const never = new AbortController().signal;

describe("the forge in memory", () => {
  describeForgeContract(async () => {
    const forge = createMemoryForge();
    forge.putOwner("acme");
    return {
      ...forge,
      forge,
      putPullRequest: (slug, commit, pull) =>
        forge.putPullRequest(slug, commit, { ...pull, url: `${forge.webUrl}/${slug}/pull/${pull.number}` }),
      fail: (how) =>
        forge.fail(
          how && new BotError(how === "limited" ? "rate_limited" : "unavailable", `It is ${how} for the test.`),
        ),
      dispose() {},
    };
  });

  test("fails as often as told, and remembers what was asked", async () => {
    const forge = createMemoryForge({ host: "ghe.example.com" });
    const id = forge.commit("acme/a", { "a.yaml": "a" });
    forge.failNext(new BotError("unavailable", "Down."), { verb: "tree", times: 2 });

    await expect(forge.tree("acme/a", id, never)).rejects.toThrow("Down.");
    await forge.head("acme/a", { paths: [] }, never);
    await expect(forge.tree("acme/a", id, never)).rejects.toThrow("Down.");
    await forge.tree("acme/a", id, never);

    expect(forge.calls.map(({ verb }) => verb)).toEqual(["tree", "head", "tree", "tree"]);
    expect(forge.webUrl).toBe("https://ghe.example.com");
  });

  test("a partial listing says that it is; a tree can be too long", async () => {
    const forge = createMemoryForge();
    const id = forge.commit("acme/a", { "a.yaml": "a" });
    forge.put("acme/b");
    forge.partial(["acme/b"]);
    forge.truncate("acme/a");

    const { repositories, incomplete } = await forge.list("acme", { paths: [] }, never);

    expect(repositories.map(({ slug }) => slug)).toEqual(["acme/b"]);
    expect(incomplete).toMatchObject({ code: "unavailable" });
    expect(await forge.tree("acme/a", id, never)).toBe("truncated");
    forge.partial();
    expect((await forge.list("acme", { paths: [] }, never)).incomplete).toBeUndefined();
  });
});
