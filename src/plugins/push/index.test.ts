import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import { createMemoryStore } from "../../store/memory.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents } from "../../testing/descriptor.ts";
import { badlyOwned, type PushStage, pushStage, wellOwned } from "../../testing/push-stage.ts";

const parser = createParser();
/** A busy machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

afterAll(() => parser.close());

async function stage(files?: string): Promise<PushStage> {
  const made = await pushStage(parser, files === undefined ? {} : { files });
  onTestFinished(() => made.stop());
  return made;
}

/** What people were told: the channel and every line. */
function told({ chat }: PushStage) {
  return chat.shown.map(({ ref, message }) => {
    const blocks = message.card?.blocks ?? [];
    const lines = blocks.flatMap((block) =>
      block.type === "text" || block.type === "note" ? [plain(block.text)] : [],
    );
    return [ref.channel, plain(message.text), ...lines];
  });
}

const ownerError = "payments-api names team-ledger as its owner, which is not in the catalog.";

describe("a push", () => {
  test("is read at once, and whoever broke a file is told once where and how to mend it", async () => {
    const on = await stage();
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.push();
    await eventually(() => told(on)).toHaveLength(1);
    await on.push();
    await on.settle();

    expect(told(on)).toEqual([
      [
        "D-mia@acme.example",
        "catalog-info.yaml in acme/payments has a problem",
        `Line 1: ${ownerError}`,
        "Correct spec.owner, or add group:default/team-ledger to the catalog.",
        `From your push ${on.revision().slice(0, 7)} to main`,
      ],
    ]);
    expect(on.chat.shown[0]?.message.card?.blocks.at(-1)).toMatchObject({
      main: [{ label: "Open line 1", url: "https://github.com/acme/payments/blob/main/catalog-info.yaml#L1" }],
      more: [{ command: "gaps files" }],
    });
  });

  test("that leaves an old problem, mends one or breaks nothing is nobody's news", async () => {
    const on = await stage(badlyOwned);
    on.tree.write({ "README.md": "more", "catalog-info.yaml": `\n${badlyOwned}` });
    await on.push();
    await eventually(() => on.app.snapshot().problems[0]?.line).toBe(2);
    await on.settle();
    on.tree.write({ "catalog-info.yaml": wellOwned });
    await on.push();
    await eventually(() => on.app.snapshot().problems).toEqual([]);
    await on.settle();

    expect(told(on)).toEqual([]);
  });

  test("that breaks a document says that its last good version stays, and more than three problems are counted", async () => {
    const on = await stage(documents(wellOwned, component("b", { spec: { owner: "payments" } })));
    const broken = ["b", "c", "d", "e", "f"].map((name) => component(name, { spec: { owner: "nobody" } }));
    on.tree.write({ "catalog-info.yaml": documents("kind: [", ...broken) });
    await on.push();
    await eventually(() => told(on)).toHaveLength(1);

    const [, title, ...lines] = told(on)[0] ?? [];
    expect(title).toMatch(/^catalog-info.yaml in acme\/payments has \d problems$/);
    expect(lines).toHaveLength(5);
    expect(lines[3]).toMatch(/^\+ \d more$/);
    expect(lines[4]).toMatch(/to main; the last good version stays$/);
  });

  test("that breaks the YAML itself is told the line once", async () => {
    const on = await stage();
    on.tree.write({ "catalog-info.yaml": `${wellOwned}  a: b: c\n` });
    await on.push();
    await eventually(() => told(on)).toHaveLength(1);

    expect(told(on)[0]?.slice(2, 4)).toMatchInlineSnapshot(`
      [
        "Line 2: The YAML is broken: something does not belong to the lines before.",
        "Check the indentation and the quotes around it.",
      ]
    `);
  });

  test("is told whatever is wrong in a repository of that name on another host", async () => {
    const on = await stage();
    const elsewhere = { host: "ghe.example.com", slug: "acme/Payments", branch: "main" };
    on.source.tree("acme/Payments", { repository: elsewhere, files: { "catalog-info.yaml": "kind: [" } });
    await on.app.pipeline.sync();
    on.tree.write({ "catalog-info.yaml": "kind: [" });
    await on.push();
    await eventually(() => told(on)).toHaveLength(1);

    expect(told(on)[0]?.[1]).toBe("catalog-info.yaml in acme/payments has a problem");
  });

  test("to another branch than the one that is read costs nothing", async () => {
    const on = await stage();
    const before = on.reads();
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.push({ branch: "fix", isDefaultBranch: false });
    await on.settle();

    expect(on.reads()).toBe(before);
  });

  test.each([
    ["a bot", { by: "renovate[bot]", isByBot: true }],
    ["somebody whom the catalog does not know", { by: "stranger" }],
    ["somebody whom no platform knows", { by: "ada" }],
  ])("of %s is read, and nobody is told", async (_, by) => {
    const on = await stage();
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.push(by);
    await eventually(() => on.app.snapshot().problems).toHaveLength(1);
    await on.settle();

    expect(told(on)).toEqual([]);
  });

  test("whose commit a scheduled sync has read already is told all the same", async () => {
    const on = await stage();
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.app.pipeline.sync();
    await on.push();
    await eventually(() => told(on)).toHaveLength(1);
  });

  test("is read again where the host does not show its commit yet", async () => {
    const on = await stage();
    const shown = await on.commitOf();
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    const commit = await on.commitOf();
    on.tree.write({ "catalog-info.yaml": wellOwned });
    await on.push({ after: commit });
    await on.settle();
    expect(on.revision()).toBe(shown);
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.clock.advance(2_000);
    await on.settle();
    await on.clock.advance(2_000);
    await eventually(() => told(on)).toHaveLength(1);
  });

  test("is told later where the platform does not answer, and that it may be a repeat", async () => {
    const on = await stage();
    const { send } = on.chat;
    const sendable = on.chat as { send: typeof send };
    sendable.send = async () => {
      throw new BotError("unavailable", "The platform does not answer.");
    };
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.push();
    await on.settle();
    sendable.send = send;
    await on.clock.advance(1_000);
    await eventually(() => told(on)).toHaveLength(1);

    expect(told(on)[0]?.at(-1)).toBe("Possible repeat");
  });
});

test("whoever broke a file is told after a crash between the reading and the telling", async () => {
  const store = createMemoryStore();
  const crashed = await pushStage(parser, { store });
  const { chat } = crashed;
  Object.assign(chat, { find: () => new Promise(() => undefined) });
  crashed.tree.write({ "catalog-info.yaml": badlyOwned });
  await crashed.push();
  await eventually(() => crashed.app.snapshot().problems).toHaveLength(1);
  await crashed.settle();
  const next = await pushStage(parser, { store, files: badlyOwned });
  onTestFinished(() => next.stop());
  await eventually(() => told(next)).toHaveLength(1);

  expect(told(next)[0]?.slice(0, 2)).toEqual([
    "D-mia@acme.example",
    "catalog-info.yaml in acme/payments has a problem",
  ]);
});

test("100 pushes to a repository within a second cost few reads, and the last one is read", async () => {
  const on = await stage();
  const before = on.reads();
  for (let count = 0; count < 100; count += 1) {
    on.tree.write({ "catalog-info.yaml": component(`a${count}`, { spec: { owner: "payments" } }) });
    await on.push();
  }
  await eventually(() => on.app.snapshot().entities.has("component:default/a99")).toBe(true);
  await on.settle();

  expect(on.reads() - before).toBeLessThan(10);
});

describe("a repository", () => {
  test("that was renamed is read under both names; one that was made, and what an installation sees, by a sync", async () => {
    const on = await stage();
    const repository = { host: "github.com", slug: "acme/pay" };
    const previous = { host: "github.com", slug: "acme/payments" };
    on.tree.write({ "catalog-info.yaml": badlyOwned });
    await on.accept({ id: "github/github.com/r", type: "repository", action: "renamed", repository, previous });
    await eventually(() => on.app.snapshot().problems).toHaveLength(1);
    on.source.tree("acme/new", { files: { "catalog-info.yaml": component("new", { spec: { owner: "payments" } }) } });
    await on.accept({ id: "github/github.com/c", type: "repository", action: "created", repository });
    await eventually(() => on.app.snapshot().entities.has("component:default/new")).toBe(true);
    on.source.tree("acme/newer", { files: { "x.yaml": component("newer", { spec: { owner: "payments" } }) } });
    await on.accept({
      id: "github/github.com/i",
      type: "installation",
      action: "added",
      host: "github.com",
      owner: "acme",
    });
    await eventually(() => on.app.snapshot().entities.has("component:default/newer")).toBe(true);
  });

  test("that an installation is given is read with credentials that are made after it was", async () => {
    const on = await stage();
    const before = on.reads();
    let readsThen: number | undefined;
    const { forget } = on.forge;
    Object.assign(on.forge, {
      forget(owner: string) {
        readsThen = on.reads() - before;
        forget(owner);
      },
    });
    const event = { type: "installation", action: "added", host: "github.com", owner: "acme" } as const;
    await on.accept({ ...event, id: "github/github.com/i" });
    await eventually(() => on.reads() - before).toBe(1);
    await on.accept({ ...event, id: "github/ghe.example.com/i", host: "ghe.example.com" });
    await eventually(() => on.reads() - before).toBe(2);

    expect(readsThen).toBe(0);
    expect(on.forge.calls).toEqual([{ verb: "forget", about: "acme" }]);
  });
});
