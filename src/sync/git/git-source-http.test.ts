import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filtering, gitSourceOf, temporaryGitServer, temporaryRepository } from "../../testing/git-source-subject.ts";
import { changedRoot, describeSourceContract, texts } from "../../testing/source-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";

const never = new AbortController().signal;

describe("the git source over HTTP from a server that filters", () => {
  describeSourceContract(async () => {
    const repo = await temporaryRepository();
    const server = await temporaryGitServer({ path: repo.path, config: filtering });
    return {
      source: await gitSourceOf(`${server.origin}/acme/catalog.git`),
      write: async (changes) => void (await repo.commit(changes)),
      setReachable: async (reachable) => server.answerWith(reachable ? undefined : 503),
      dispose: async () => {},
    };
  });

  test("only the blobs that are asked for are fetched, in one request, and not a second time", async () => {
    const repo = await temporaryRepository();
    await repo.commit(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.yaml`, `text ${index}`])));
    const server = await temporaryGitServer({ path: repo.path, config: filtering });
    const mirrorDir = join(await temporaryFolder(), "m.git");
    const root = await changedRoot(await gitSourceOf(`${server.origin}/acme/catalog.git`, { mirrorDir }));
    const wanted = (await root.list(never)).slice(0, 20);
    const before = server.requests.length;

    expect(await texts(root, wanted)).toHaveLength(20);

    const posts = server.requests.slice(before).filter((request) => request.method === "POST");
    expect(posts.length).toBeLessThanOrEqual(2); // the refs, which git asks for even when it wants blobs alone, and the blobs
    const after = server.requests.length;
    await texts(root, wanted);
    expect(server.requests).toHaveLength(after);
  });

  test("a server that filters but gives no single blob is read whole", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a", "b.yaml": "b" });
    const server = await temporaryGitServer({ path: repo.path, config: ["uploadpack.allowFilter=true"], protocol: 0 });
    const root = await changedRoot(await gitSourceOf(`${server.origin}/acme/catalog.git`));

    expect(await texts(root, await root.list(never))).toEqual(["a", "b"]);
  });

  test("a server that cannot filter is read whole", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a", "b.yaml": "b" });
    const server = await temporaryGitServer({ path: repo.path, config: ["uploadpack.allowFilter=false"] });
    const root = await changedRoot(await gitSourceOf(`${server.origin}/acme/catalog.git`));
    const files = await root.list(never);
    server.answerWith(503);

    expect(await texts(root, files)).toEqual(["a", "b"]);
  });

  test("a root on a forge says which repository and branch it is", async () => {
    const repo = await temporaryRepository();
    await repo.commit({ "a.yaml": "a" });
    const server = await temporaryGitServer({ path: repo.path });
    const root = await changedRoot(await gitSourceOf(`${server.origin}/acme/catalog.git`));

    expect(root).toMatchObject({
      id: `${server.origin}/acme/catalog`,
      name: "acme/catalog",
      repository: { host: new URL(server.origin).host, slug: "acme/catalog", branch: "main" },
    });
  });
});
