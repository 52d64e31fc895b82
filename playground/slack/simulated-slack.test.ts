import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { boltApp, textsOf, workspace } from "./testing/bolt-app.ts";

const modes = [["HTTP"], ["Socket Mode"]] as const;

const plain = (text: string) => ({ type: "plain_text" as const, text });

function listeners(app: App): void {
  app.command("/hello", async ({ ack, respond, body }) => {
    await ack();
    await respond({ text: `Hello ${body.user_name}: ${body.text}` });
  });
  app.command("/choose", async ({ ack, respond }) => {
    await ack();
    const button = { type: "button" as const, text: plain("Go"), action_id: "go", value: "v1" };
    await respond({ text: "Choose", blocks: [{ type: "actions", elements: [button] }] });
  });
  app.command("/slow", async () => undefined);
  app.action("go", async ({ ack, respond, action }) => {
    await ack();
    await respond({ replace_original: true, text: `chosen ${"value" in action ? action.value : "?"}` });
  });
  app.event("app_mention", async ({ event, say }) => {
    await say({ text: `heard: ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
  });
  app.message(async ({ message, say }) => {
    await say(`direct: ${"text" in message ? message.text : ""}`);
  });
}

test.each(modes)("over %s a slash command is acknowledged and answered at its response_url", async (mode) => {
  const slack = await workspace();
  await boltApp(slack, listeners, mode);
  const ada = slack.as("ada");

  const acknowledgement = await ada.slash("/hello", "look at payments.io & @bob");

  expect(acknowledgement).toMatchObject({ status: 200, body: undefined });
  await expect
    .poll(() => textsOf(ada.sees()))
    .toEqual(["Hello ada: look at <http://payments.io|payments.io> &amp; <@U2|bob>"]);
  expect(slack.as("bob").sees()).toEqual([]);
  expect(slack.violations).toEqual([]);
});

test.each(modes)("over %s a mention is answered in its thread", async (mode) => {
  const slack = await workspace();
  await boltApp(slack, listeners, mode);

  const acknowledgement = await slack.as("ada").mention("who owns web?");

  expect(acknowledgement.status).toBe(200);
  await expect.poll(() => slack.as("bob").sees().length).toBe(2);
  const [question, answer] = slack.as("bob").sees();
  expect(answer).toMatchObject({ thread_ts: question?.ts, text: "heard: <@U0CALLBOARD> who owns web?" });
});

test.each(modes)("over %s a button replaces its message", async (mode) => {
  const slack = await workspace();
  await boltApp(slack, listeners, mode);
  const ada = slack.as("ada");
  await ada.slash("/choose");
  await expect.poll(() => ada.sees().length).toBe(1);
  const [choice] = ada.sees();
  if (!choice) throw new Error("nothing to choose");

  await ada.press(choice, "Go");

  await expect
    .poll(() => ada.sees().map(({ text, blocks }) => ({ text, blocks })))
    .toEqual([{ text: "chosen v1", blocks: undefined }]);
});

test("a direct message is heard and answered in the same place", async () => {
  const slack = await workspace();
  await boltApp(slack, listeners);
  const ada = slack.as("ada");

  await ada.directMessage("hello");

  await expect.poll(() => textsOf(ada.seesDirect())).toEqual(["hello", "direct: hello"]);
  expect(slack.as("bob").seesDirect()).toEqual([]);
});

test("a command that nobody acknowledges in time is told to the person", async () => {
  const slack = await workspace({ ackTimeoutMs: 100 });
  await boltApp(slack, listeners);
  const ada = slack.as("ada");

  const acknowledgement = await ada.slash("/slow");

  expect(acknowledgement).toMatchObject({ status: 0, error: "timeout" });
  expect(textsOf(ada.sees())).toEqual(['/slow failed with the error "operation_timeout"']);
});

test("everything that a person does not see stays out of their sight", async () => {
  const slack = await workspace({
    channels: [
      { id: "C1", name: "general", members: ["U1", "U2"] },
      { id: "C2", name: "secret", members: ["U1"], isPrivate: true },
    ],
  });
  const app = await boltApp(slack, listeners);

  await app.client.chat.postMessage({ channel: "C2", text: "for members" });
  await app.client.chat.postEphemeral({ channel: "C1", user: "U2", text: "for Bob" });

  expect(textsOf(slack.as("ada").sees("secret"))).toEqual(["for members"]);
  expect(slack.as("bob").sees("secret")).toEqual([]);
  expect(slack.as("ada").sees("general")).toEqual([]);
  expect(textsOf(slack.as("bob").sees("general"))).toEqual(["for Bob"]);
});
