import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { boltApp, workspace } from "../testing/bolt-app.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });

const form = (title = "Request", more: object = {}) => ({
  type: "modal" as const,
  callback_id: "request",
  title: plain(title),
  submit: plain("Send"),
  blocks: [
    {
      type: "input" as const,
      block_id: "name",
      label: plain("Name"),
      element: { type: "plain_text_input" as const, action_id: "name" },
    },
    {
      type: "input" as const,
      block_id: "owner",
      label: plain("Owner"),
      element: { type: "external_select" as const, action_id: "owner", min_query_length: 1 },
    },
  ],
  ...more,
});

function listeners(app: App): void {
  app.shortcut("new", async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form("Request", { notify_on_close: true }) });
  });
  app.options("owner", async ({ ack, payload }) => {
    const teams = ["Payments", "Platform", "Search"].filter((team) => team.toLowerCase().startsWith(payload.value));
    await ack({ options: teams.map(option) });
  });
  app.view({ callback_id: "request", type: "view_closed" }, async ({ ack }) => ack());
  app.view("request", async ({ ack, view }) => {
    const name = view.state.values["name"]?.["name"]?.value;
    if (name === "taken") return ack({ response_action: "errors", errors: { name: "That name is taken." } });
    if (name === "more") return ack({ response_action: "update", view: form("Once more") });
    if (name === "push") return ack({ response_action: "push", view: form("On top") });
    return ack();
  });
}

async function opened(now?: () => number) {
  const slack = await workspace(now ? { now } : {});
  const app = await boltApp(slack, listeners);
  const ada = slack.as("ada");
  await ada.globalShortcut("new");
  await expect.poll(() => ada.view()?.id).toBeDefined();
  const view = ada.view();
  if (!view) throw new Error("no modal");
  await ada.typeahead(view, "Owner", "p");
  return { slack, app, ada, view };
}

test("an external menu shows what the app offers, and what is chosen arrives", async () => {
  const { slack, ada, view } = await opened();

  const { labels } = await ada.typeahead(view, "Owner", "pl");
  const submission = await ada.submit(view, { Name: "web", Owner: "Platform" });

  expect(labels).toEqual(["Platform"]);
  expect(submission).toMatchObject({ isClosed: true, errors: {}, view: undefined });
  const payload = slack.deliveries.at(-1)?.delivery.payload;
  expect(payload).toMatchObject({
    type: "view_submission",
    view: {
      state: {
        values: {
          name: { name: { type: "plain_text_input", value: "web" } },
          owner: { owner: { type: "external_select", selected_option: { value: "platform" } } },
        },
      },
    },
  });
});

test("an external menu is not asked before enough is typed", async () => {
  const { slack, ada, view } = await opened();
  const before = slack.deliveries.length;

  expect(await ada.typeahead(view, "owner", "")).toMatchObject({ options: [], acknowledgement: undefined });
  expect(slack.deliveries.length).toBe(before);
});

test("errors keep the modal open with what was typed", async () => {
  const { ada, view } = await opened();

  const submission = await ada.submit(view, { name: "taken", owner: "Payments" });

  expect(submission).toMatchObject({ isClosed: false, errors: { name: "That name is taken." } });
  expect(ada.view()?.state.values["name"]?.["name"]?.["value"]).toBe("taken");
});

test("an update keeps what was typed where the ids stay, and changes the hash", async () => {
  const { ada, view } = await opened();

  const submission = await ada.submit(view, { name: "more", owner: "Payments" });

  expect(submission.view?.id).toBe(view.id);
  expect(submission.view?.hash).not.toBe(view.hash);
  expect(submission.view?.["title"]).toMatchObject({ text: "Once more" });
  expect(submission.view?.state.values["name"]?.["name"]?.["value"]).toBe("more");
});

test("a stack holds three modals, and closing takes the top one", async () => {
  const { slack, ada, view } = await opened();
  const second = (await ada.submit(view, { name: "push", owner: "Payments" })).view;
  if (!second) throw new Error("nothing pushed");

  expect(ada.views().length).toBe(2);
  expect(second).toMatchObject({ root_view_id: view.id, previous_view_id: view.id });
  await ada.close(second);
  expect(ada.view()?.id).toBe(view.id);
  const acknowledgement = await ada.close(view);
  expect(acknowledgement).toBeDefined();
  expect(slack.deliveries.at(-1)?.delivery.payload).toMatchObject({ type: "view_closed", is_cleared: false });
});

test("what is missing is said by Slack itself, without asking the app", async () => {
  const { ada, view } = await opened();

  const submission = await ada.submit(view, { name: "web" });

  expect(submission.acknowledgement).toBeUndefined();
  expect(Object.keys(submission.errors)).toEqual(["owner"]);
});

test("a trigger works once and for three seconds", async () => {
  let lateMs = 0;
  const slack = await workspace({ now: () => Date.now() + lateMs });
  const triggers: string[] = [];
  const app = await boltApp(slack, (bolt) => {
    bolt.shortcut("new", async ({ ack, body }) => {
      triggers.push(body.trigger_id);
      await ack();
    });
  });
  await slack.as("ada").globalShortcut("new");
  await slack.as("ada").globalShortcut("new");
  const open = (trigger_id = "") => app.client.views.open({ trigger_id, view: form() });

  await open(triggers[0]);

  await expect(open(triggers[0])).rejects.toMatchObject({ data: { error: "exchanged_trigger_id" } });
  lateMs = 3001;
  await expect(open(triggers[1])).rejects.toMatchObject({ data: { error: "expired_trigger_id" } });
  await expect(open("1.2.3")).rejects.toMatchObject({ data: { error: "invalid_trigger_id" } });
});

test("a view that breaks a limit is refused and noted", async () => {
  const { slack, app, view } = await opened();
  const broken = form("A title that is longer than 24 characters");

  await expect(app.client.views.update({ view_id: view.id, view: broken })).rejects.toMatchObject({
    data: { error: "invalid_arguments" },
  });
  expect(slack.violations.map(({ where }) => where)).toEqual(["views.update"]);
});

test("a stale hash is a conflict", async () => {
  const { app, view } = await opened();
  await app.client.views.update({ view_id: view.id, hash: view.hash, view: form("New") });

  await expect(app.client.views.update({ view_id: view.id, hash: view.hash, view: form("Old") })).rejects.toMatchObject(
    { data: { error: "hash_conflict" } },
  );
});
