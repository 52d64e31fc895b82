import { afterAll, expect, onTestFinished, test } from "vitest";
import { plain } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Job } from "../../jobs.ts";
import type { Plugin } from "../../plugin.ts";
import { createParser } from "../../sync/parse/parser.ts";
import { component, documents, group, user } from "../../testing/descriptor.ts";
import { createFakeChatAdapter } from "../../testing/fake-chat-adapter.ts";
import { createMemorySource } from "../../testing/memory-source.ts";
import { createTestBot } from "../../testing/test-bot.ts";
import { syncPlugin } from "./index.ts";

const parser = createParser();
parser.warmUp();

afterAll(() => parser.close());

const person = (name: string, team: string) =>
  user(name, { spec: { memberOf: [team], profile: { email: `${name}@acme.example` } } });
const org = documents(
  group("platform"),
  group("night-shift", { spec: { parent: "platform" } }),
  person("ruth", "platform"),
  person("tom", "night-shift"),
  person("mia", "elsewhere"),
);
const many = documents(...Array.from({ length: 60 }, (_, index) => component(`c${index}`)));
const few = documents(...Array.from({ length: 43 }, (_, index) => component(`c${index}`)));

/** A bot whose admins are Ruth and, of a team below, Tom. */
async function stage() {
  const source = createMemorySource("acme");
  const tree = source.tree("acme/things", { files: { "all.yaml": many } });
  const people = createMemorySource("org");
  people.tree("acme/org", { files: { "org.yaml": org } });
  const chat = createFakeChatAdapter();
  for (const name of ["ruth", "tom", "mia"]) chat.know(`${name}@acme.example`, name);
  const jobs: Job[] = [];
  const plugin: Plugin = {
    ...syncPlugin,
    register(host) {
      syncPlugin.register({
        ...host,
        jobs: { soon: () => {}, every: (_name, _cron, job) => void jobs.push(job) },
      });
    },
  };
  const options = { admins: ["group:default/platform"], adapters: [chat], plugins: [plugin], parser };
  const bot = createTestBot([source, people], options);
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  const minute = async () => {
    await bot.clock.advance(60_000);
    for (const job of jobs) await job(new AbortController().signal);
  };
  const told = () => chat.shown.map(({ ref, message }) => `${ref.channel}: ${plain(message.text)}`);
  return { bot, tree, chat, minute, told };
}

test("every admin is told once when a source holds removals back, and how to let them pass", async () => {
  const { bot, tree, chat, minute, told } = await stage();
  await minute();
  expect(told()).toEqual([]);
  tree.write({ "all.yaml": few });
  await bot.sync();
  await minute();
  await bot.sync();
  await minute();

  expect(told().sort()).toEqual([
    "D-ruth@acme.example: 17 of 60 things would go from source acme",
    "D-tom@acme.example: 17 of 60 things would go from source acme",
  ]);
  const [text, actions] = chat.shown[0]?.message.card?.blocks ?? [];
  expect(text?.type === "text" && plain(text.text)).toBe("Nothing was changed. If that is right: sync --accept acme");
  expect(actions).toMatchObject({ main: [{ label: "Remove them", command: "sync --accept acme" }] });
});

test("once they passed, what is held anew is told anew; while the source fails it is no news", async () => {
  const { bot, tree, minute, told } = await stage();
  tree.write({ "all.yaml": few });
  await bot.sync();
  await minute();
  tree.fail(new BotError("unavailable", "It does not answer."));
  await bot.sync();
  await minute();
  tree.fail();
  await bot.sync();
  await minute();
  expect(told()).toHaveLength(2);
  await bot.sync({ accept: ["acme"] });
  await minute();
  tree.write({ "all.yaml": component("c1") });
  await bot.sync();
  await minute();

  expect(told().slice(2)).toEqual([
    "D-ruth@acme.example: 42 of 43 things would go from source acme",
    "D-tom@acme.example: 42 of 43 things would go from source acme",
  ]);
});

test("an admin whom the platform cannot reach now is told later, and nobody twice", async () => {
  const { bot, tree, chat, minute, told } = await stage();
  const { send } = chat;
  const sendable = chat as { send: typeof send };
  sendable.send = async (to, message) => {
    if (to.channel.includes("tom")) throw new BotError("unavailable", "It does not answer.");
    return send(to, message);
  };
  tree.write({ "all.yaml": few });
  await bot.sync();
  await minute();
  expect(told()).toHaveLength(1);
  sendable.send = send;
  await minute();
  await minute();

  expect(told().map((line) => line.slice(0, 6))).toEqual(["D-ruth", "D-tom@"]);
});
