import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { boltApp, textsOf, workspace } from "./testing/bolt-app.ts";

const modes = [["HTTP"], ["Socket Mode"]] as const;

function listeners(app: App): void {
  app.command("/hello", async ({ ack, respond, body }) => {
    await ack();
    await respond({ text: `Hello ${body.user_name}: ${body.text}` });
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

test("a direct message is heard and answered in the same place", async () => {
  const slack = await workspace();
  await boltApp(slack, listeners);
  const ada = slack.as("ada");

  await ada.directMessage("hello");

  await expect.poll(() => textsOf(ada.seesDirect())).toEqual(["hello", "direct: hello"]);
  expect(slack.as("bob").seesDirect()).toEqual([]);
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
