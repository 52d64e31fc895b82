import { expect, test } from "vitest";
import { pageOf } from "../testing/at-page.ts";
import { boltApp, workspace } from "../testing/bolt-app.ts";

const say = (channel: string, text: string) => ({ do: "say", channel, text }) as const;

test("the first event says everything, as the viewer may see it", async () => {
  const slack = await workspace({
    channels: [
      { id: "C1", name: "general", members: ["U1", "U2"] },
      { id: "C2", name: "secret", isPrivate: true, members: ["U2"] },
      { id: "C3", name: "open", members: ["U2"] },
    ],
  });
  await slack.as("bob", { channel: "general" }).say("hello");
  await slack.as("bob", { channel: "secret" }).say("psst");
  const page = await pageOf(slack);

  const ada = await page.open();
  const bob = await page.open("bob");

  const workspaceOf = ada.last("workspace");
  expect(ada.events[0]).toMatchObject({ isWhole: true, gone: [], overlays: [] });
  expect(workspaceOf).toMatchObject({ viewerId: "U1", name: "Workspace", appUserId: slack.botUserId });
  expect(workspaceOf.people.find(({ id }) => id === "U1")).toMatchObject({ name: "ada", about: "Team Search" });
  expect(workspaceOf.channels.map(({ name, isMember }) => [name, isMember])).toEqual([
    ["general", true],
    ["open", false],
    ["Callboard", true],
  ]);
  expect(workspaceOf.channels.at(-1)?.personId).toBe(slack.botUserId);
  expect(ada.messages().map(({ text }) => text)).toEqual(["hello"]);
  expect(bob.messages().map(({ text }) => text)).toEqual(["hello", "psst"]);
  expect(ada.last("status")).toEqual({ connections: 0, isDown: false, faults: [], violations: 0 });
});

test("whoever is unknown sees what the default viewer sees, and nobody sees as the app", async () => {
  const page = await pageOf(await workspace());

  for (const as of ["U404", "__proto__", "U0APP", "callboard"])
    expect((await page.open(as)).last("workspace").viewerId).toBe("U1");
});

test("an answer comes within moments, alone, with the exchanges behind it", async () => {
  const slack = await workspace();
  await boltApp(slack, (app) => {
    app.command("/owner", async ({ ack, respond }) => {
      await ack();
      await respond({ text: "Team Search owns web" });
    });
  });
  const page = await pageOf(slack);
  const [ada, bob] = [await page.open("ada"), await page.open("bob")];

  expect(await page.act("ada", say("C1", "/owner web"))).toEqual({ status: 200, body: {} });

  await expect.poll(() => ada.messages().at(-1)?.text).toBe("Team Search owns web");
  const [answer] = ada.messages();
  expect(answer).toMatchObject({ channel: "C1", isApp: true, isEphemeral: true, replyCount: 0 });
  expect(answer?.key).toBe(`C1/${answer?.ts}`);
  expect(answer?.exchanges.length).toBeGreaterThan(0);
  const lines = ada.events.flatMap(({ exchanges }) => exchanges);
  expect(lines.map(({ name }) => name)).toEqual(expect.arrayContaining(["/owner", "response_url"]));
  expect(bob.messages()).toEqual([]);
  const whole = await page.ask("GET", `/slack/exchanges?id=${answer?.exchanges[0]}`);
  expect(whole.body).toMatchObject({ id: answer?.exchanges[0], request: { body: expect.any(String) } });
  expect(ada.events.slice(1).every(({ isWhole }) => !isWhole)).toBe(true);
});

test("what is edited, replied to and deleted is told; nothing is told twice", async () => {
  const slack = await workspace();
  const app = await boltApp(slack, () => undefined);
  const page = await pageOf(slack);
  const ada = await page.open();

  const { ts = "" } = await app.client.chat.postMessage({ channel: "C1", text: "one" });
  await expect.poll(() => ada.messages().map(({ text }) => text)).toEqual(["one"]);
  await app.client.chat.update({ channel: "C1", ts, text: "two" });
  await expect.poll(() => ada.messages()).toMatchObject([{ text: "two", isEdited: true }]);
  await page.act("bob", { ...say("C1", "me too"), threadTs: ts });
  await expect.poll(() => ada.messages()).toMatchObject([{ replyCount: 1 }, { threadTs: ts, text: "me too" }]);
  await app.client.chat.delete({ channel: "C1", ts });
  await expect.poll(() => ada.messages()).toMatchObject([{ text: "me too" }]);

  expect(ada.events.flatMap(({ gone }) => gone)).toEqual([`C1/${ts}`]);
  const told = ada.events.flatMap(({ messages }) => messages.map((message) => JSON.stringify(message)));
  expect(new Set(told).size).toBe(told.length);
  expect(ada.events.filter(({ workspace: shown }) => shown !== undefined).length).toBe(1);
});

test("new people, channels and connections are told", async () => {
  const slack = await workspace();
  const page = await pageOf(slack);
  const ada = await page.open();

  slack.addUser({ id: "U9", name: "eve" });
  slack.addChannel({ id: "C9", name: "later", members: ["U2"] });
  await expect.poll(() => ada.last("workspace").channels.some(({ id }) => id === "C9")).toBe(true);
  expect(ada.last("workspace").people.map(({ id }) => id)).toContain("U9");
  await page.act("ada", { do: "join", channel: "C9" });
  await expect.poll(() => ada.last("workspace").channels.find(({ id }) => id === "C9")?.isMember).toBe(true);
  await boltApp(slack, () => undefined, "Socket Mode");
  await expect.poll(() => ada.last("status").connections).toBe(1);
  slack.socket.cut();
  await expect.poll(() => ada.last("status").connections).toBe(0);
});

test("the newest five hundred messages are shown", async () => {
  const slack = await workspace();
  const bob = slack.as("bob", { channel: "general" });
  for (let index = 0; index < 510; index += 1) await bob.say(`message ${index}`);
  const page = await pageOf(slack);
  const ada = await page.open();

  expect(ada.messages().length).toBe(500);
  await bob.say("one more");

  await expect.poll(() => ada.events.length).toBe(2);
  expect(ada.events[1]).toMatchObject({ messages: [{ text: "one more" }], gone: [ada.events[0]?.messages[0]?.key] });
});
