import type { App } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import type { SlackOptions } from "../simulated-slack.ts";
import { boltApp, errorOf, workspace } from "../testing/bolt-app.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });

const form = (title = "Request", more: object = {}) => ({
  type: "modal" as const,
  callback_id: "request",
  title: plain(title),
  submit: plain("Send"),
  blocks: [field()],
  ...more,
});
const field = (more: object = {}, element: object = {}) => ({
  type: "input" as const,
  block_id: "name",
  label: plain("Name"),
  element: { type: "plain_text_input" as const, action_id: "name", ...element },
  ...more,
});
const next = {
  type: "actions" as const,
  elements: [{ type: "button" as const, text: plain("Next"), action_id: "next" }],
};

/** What the app answers to a form. */
const answering = (answer: object | undefined) => (app: App) =>
  app.view("request", async ({ ack }) => ack(answer as never));
/** Pushes a second modal and answers that one. */
const pushing =
  (answer?: object, second: object = {}) =>
  (app: App) =>
    app.view("request", async ({ ack, view }) =>
      view.root_view_id === view.id
        ? ack({ response_action: "push", view: form("Second", { blocks: [field()], ...second }) })
        : ack(answer as never),
    );

/** A modal with these blocks that an app opened for Ada, over the transport that is asked for. */
async function shown(
  view: object = {},
  listen: (app: App) => void = () => undefined,
  { mode = "HTTP", ...options }: Partial<SlackOptions> & { mode?: "HTTP" | "Socket Mode" } = {},
) {
  const slack = await workspace(options);
  const app = await boltApp(
    slack,
    (bolt) => {
      bolt.shortcut("new", async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: form("First", view) });
      });
      listen(bolt);
    },
    mode,
  );
  const ada = slack.as("ada", { channel: "general" });
  await ada.globalShortcut("new");
  const first = await vi.waitUntil(() => ada.view());
  const sent = () => slack.deliveries.at(-1)?.delivery.payload ?? {};
  /** Submits the first modal and gives the one that was pushed. */
  const pushed = async () => {
    const { view } = await ada.submit(first, { Name: "web" });
    if (!view) throw new Error("nothing pushed");
    return view;
  };
  return { slack, ada, first, sent, pushed, views: app.client.views };
}

test("an external menu shows what the app offers, and what is chosen arrives", async () => {
  const external = { type: "external_select", action_id: "owner", min_query_length: 1 };
  const owner = field({ block_id: "owner", label: plain("Owner"), element: external });
  const { ada, first, sent } = await shown({ blocks: [field(), owner] }, (app) => {
    app.options("owner", async ({ ack, payload }) => {
      const teams = ["Payments", "Platform", "Search"].filter((team) => team.toLowerCase().startsWith(payload.value));
      await ack({ options: teams.map(option) });
    });
    answering(undefined)(app);
  });

  const { labels } = await ada.typeahead(first, "Owner", "pl");
  const missing = await ada.submit(first, { Name: "web" });
  const submission = await ada.submit(first, { Name: "web", Owner: "Platform" });

  expect(labels).toEqual(["Platform"]);
  // What is missing is said by Slack itself, without asking the app.
  expect([missing.acknowledgement, Object.keys(missing.errors)]).toEqual([undefined, ["owner"]]);
  expect(submission).toMatchObject({ isClosed: true, errors: {}, view: undefined });
  expect(sent()).toMatchObject({
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

test("an update keeps what was typed where the ids stay, and changes the hash", async () => {
  const { ada, first } = await shown({}, answering({ response_action: "update", view: form("Once more") }));

  const { view } = await ada.submit(first, { name: "more" });

  expect(view).toMatchObject({ id: first.id, title: { text: "Once more" } });
  expect(view?.hash).not.toBe(first.hash);
  expect(view?.state.values["name"]?.["name"]?.["value"]).toBe("more");
});

test("a pushed modal names those below it, and closing takes the top one", async () => {
  const { ada, first, pushed } = await shown({}, pushing());
  const second = await pushed();

  expect(second).toMatchObject({ root_view_id: first.id, previous_view_id: first.id });
  expect(ada.views().length).toBe(2);
  await ada.close(second);

  expect(ada.view()?.id).toBe(first.id);
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

  expect(await errorOf(open(triggers[0]))).toBe("");
  expect(await errorOf(open(triggers[0]))).toBe("exchanged_trigger_id");
  lateMs = 3001;
  expect(await errorOf(open(triggers[1]))).toBe("expired_trigger_id");
  expect(await errorOf(open("1.2.3"))).toBe("invalid_trigger_id");
});

test("a view that breaks a limit is refused and noted", async () => {
  const { slack, first, views } = await shown();
  const broken = form("A title that is longer than 24 characters");

  expect(await errorOf(views.update({ view_id: first.id, view: broken }))).toBe("invalid_arguments");
  expect(slack.violations.map(({ where }) => where)).toEqual(["views.update"]);
});

test("a stale hash is a conflict", async () => {
  const { first, views } = await shown();
  const update = () => views.update({ view_id: first.id, hash: first.hash, view: form("New") });

  expect(await errorOf(update())).toBe("");
  expect(await errorOf(update())).toBe("hash_conflict");
});

test("a modal comes back with its ids, its hash and the state of its inputs", async () => {
  const { first } = await shown({ private_metadata: "step 1", blocks: [field({}, { initial_value: "web" })] });

  expect(first).toMatchObject({
    id: expect.stringMatching(/^V/),
    root_view_id: first.id,
    previous_view_id: null,
    hash: expect.any(String),
    private_metadata: "step 1",
    callback_id: "request",
    app_id: "A0APP",
    state: { values: { name: { name: { type: "plain_text_input", value: "web" } } } },
  });
});

test("a submission brings what was kept in the modal and a new trigger", async () => {
  const { ada, first, sent } = await shown({ private_metadata: "step 1" }, answering(undefined));

  await ada.submit(first, { Name: "web" });

  expect(sent()).toMatchObject({
    type: "view_submission",
    user: { id: "U1" },
    trigger_id: expect.any(String),
    response_urls: [],
    view: { id: first.id, private_metadata: "step 1" },
  });
});

test.each([["HTTP"], ["Socket Mode"]] as const)(
  "over %s a form's errors reach the person and keep what was typed",
  async (mode) => {
    const taken = { response_action: "errors", errors: { name: "Taken." } };
    const { ada, first } = await shown({}, answering(taken), { mode });

    expect(await ada.submit(first, { Name: "web" })).toMatchObject({ isClosed: false, errors: { name: "Taken." } });
    expect(ada.view()?.state.values["name"]?.["name"]?.["value"]).toBe("web");
  },
);

test("errors for something that is no input are noted", async () => {
  const { slack, ada, first } = await shown({}, answering({ response_action: "errors", errors: { title: "Wrong." } }));

  await ada.submit(first, { Name: "web" });

  expect(slack.violations.map(({ where }) => where)).toEqual(["response_action errors"]);
});

test("clear closes all modals", async () => {
  const { ada, pushed } = await shown({}, pushing({ response_action: "clear" }));

  await ada.submit(await pushed(), { Name: "web" });

  expect(ada.views()).toEqual([]);
});

test("an empty answer closes the top modal only", async () => {
  const { ada, first, pushed } = await shown({}, pushing());

  expect((await ada.submit(await pushed(), { Name: "web" })).isClosed).toBe(true);
  expect(ada.view()?.id).toBe(first.id);
});

test("an answer with a broken modal changes nothing, and the person is told", async () => {
  const broken = form("A title that is longer than 24 characters");
  const { slack, ada, first } = await shown({}, answering({ response_action: "update", view: broken }));

  const { errors, isClosed } = await ada.submit(first, { Name: "web" });

  expect({ errors, isClosed }).toEqual({ errors: { "": expect.stringContaining("trouble") }, isClosed: false });
  expect(slack.violations.map(({ where }) => where)).toEqual(["response_action update"]);
});

test("a form that nobody takes in time stays open, and the person is told", async () => {
  const { ada, first } = await shown({}, (app) => app.view("request", async () => undefined), { ackTimeoutMs: 300 });

  const { errors, isClosed } = await ada.submit(first, { Name: "web" });

  expect({ errors, isClosed }).toEqual({ errors: { "": expect.stringContaining("trouble") }, isClosed: false });
});

test.each([
  ["too short", "ab", ["name"]],
  ["too long", "abcdef", ["name"]],
  ["just right", "abc", []],
])("what is %s is said by Slack itself", async (_name, value, wrong) => {
  const { ada, first } = await shown({ blocks: [field({}, { min_length: 3, max_length: 5 })] }, answering(undefined));

  expect(Object.keys((await ada.submit(first, { Name: value })).errors)).toEqual(wrong);
});

test("an optional input may stay empty", async () => {
  const { ada, first, sent } = await shown({ blocks: [field({ optional: true })] }, answering(undefined));

  expect((await ada.submit(first)).isClosed).toBe(true);
  expect(sent()).toMatchObject({ view: { state: { values: { name: { name: { value: null } } } } } });
});

test("a modal that is closed is told of only when it asked for that", async () => {
  const { slack, ada, first } = await shown();
  const before = slack.deliveries.length;

  expect(await ada.close(first)).toBeUndefined();

  expect(slack.deliveries.length).toBe(before);
});

test("closing the whole stack is told once, with its lowest modal", async () => {
  const { ada, first, sent, pushed } = await shown({ notify_on_close: true }, (app) => {
    app.view({ callback_id: "request", type: "view_closed" }, async ({ ack }) => ack());
    pushing()(app);
  });

  await ada.close(await pushed(), { all: true });

  expect(sent()).toMatchObject({ type: "view_closed", is_cleared: true, view: { id: first.id } });
  expect(ada.views()).toEqual([]);
});

test("a modal that clears on close takes the whole stack with it", async () => {
  const { ada, pushed } = await shown({}, pushing(undefined, { clear_on_close: true }));

  await ada.close(await pushed());

  expect(ada.views()).toEqual([]);
});

test("stock Bolt does not hear of a closed modal as of a submitted one", async () => {
  const heard: string[] = [];
  const { ada, first, sent } = await shown({ notify_on_close: true }, (app) => {
    for (const type of ["view_submission", "view_closed"] as const)
      app.view({ callback_id: "request", type }, async ({ ack }) => {
        heard.push(type);
        await ack();
      });
  });

  await ada.close(first);

  expect(heard).toEqual(["view_closed"]);
  expect(sent()).toMatchObject({ type: "view_closed", is_cleared: false });
});

test("an input tells the app of a change only when it is asked to", async () => {
  const { ada, first, sent } = await shown(
    { blocks: [field(), field({ block_id: "loud", dispatch_action: true }, { action_id: "loud" })] },
    (app) => app.action("loud", async ({ ack }) => ack()),
  );

  expect(await ada.choose(first, "name", "quiet")).toBeUndefined();
  await ada.choose(ada.view() ?? first, "loud", "hello");

  expect(sent()).toMatchObject({
    type: "block_actions",
    container: { type: "view", view_id: first.id },
    actions: [{ type: "plain_text_input", action_id: "loud", value: "hello" }],
    view: { state: { values: { name: { name: { value: "quiet" } }, loud: { loud: { value: "hello" } } } } },
  });
  expect(sent()).not.toHaveProperty("response_url");
});

test("a form that depends on a choice is built anew from it", async () => {
  const kind = { type: "static_select", action_id: "kind", options: [option("Web"), option("Job")] };
  const blocks = [field({ block_id: "kind", dispatch_action: true, element: kind }), field()];
  const { ada, first } = await shown({ blocks }, (app) => {
    app.action("kind", async ({ ack, body, client }) => {
      await ack();
      if (body.type !== "block_actions" || !body.view) return;
      const more = field({ block_id: "port", label: plain("Port") }, { action_id: "port" });
      const { id: view_id, hash } = body.view;
      await client.views.update({ view_id, hash, view: form("First", { blocks: [...blocks, more] }) });
    });
  });
  ada.fill(first, { name: "checkout" });

  await ada.choose(ada.view() ?? first, "kind", "Web");

  await expect.poll(() => ada.view()?.blocks.length).toBe(3);
  expect(ada.view()?.state.values).toMatchObject({
    kind: { kind: { selected_option: { value: "web" } } },
    name: { name: { value: "checkout" } },
  });
});

test("another block_id empties an input", async () => {
  const { ada, first, views } = await shown();
  ada.fill(first, { name: "web" });

  await views.update({ view_id: first.id, view: form("First", { blocks: [field({ block_id: "name-2" })] }) });

  expect(ada.view()?.state.values).toEqual({ "name-2": { name: { type: "plain_text_input", value: null } } });
});

test("a loading view is filled when the data is there", async () => {
  const { ada, first, views } = await shown({ submit: undefined, blocks: [] });

  const { view } = await views.update({ view_id: first.id, hash: first.hash, view: form("Loaded") });

  expect(view?.id).toBe(first.id);
  expect(ada.view()).toMatchObject({ title: { text: "Loaded" }, hash: view?.hash });
});

test("a modal is found by its external_id", async () => {
  const { ada, views } = await shown({ external_id: "mine" });

  await views.update({ external_id: "mine", view: form("Found") });

  expect(ada.view()).toMatchObject({ title: { text: "Found" } });
});

test("an external_id is there once", async () => {
  const { slack, views } = await shown({ external_id: "mine" }, (app) =>
    app.shortcut("other", async ({ ack }) => ack()),
  );
  const { trigger_id } = (await slack.as("bob").globalShortcut("other")).delivery.payload;

  expect(
    await errorOf(views.open({ trigger_id: String(trigger_id), view: form("Again", { external_id: "mine" }) })),
  ).toBe("duplicate_external_id");
});

test("a modal that is closed cannot be updated", async () => {
  const { ada, first, views } = await shown();
  await ada.close(first);

  expect(await errorOf(views.update({ view_id: first.id, view: form() }))).toBe("not_found");
});

test("a button in a modal may push another, and a fourth is refused", async () => {
  const problems: unknown[] = [];
  const { ada } = await shown({ submit: undefined, blocks: [next] }, (app) => {
    app.action("next", async ({ ack, body, client }) => {
      await ack();
      if (body.type !== "block_actions") return;
      const view = form("Next", { submit: undefined, blocks: [next] });
      await client.views.push({ trigger_id: body.trigger_id, view }).catch((error) => problems.push(error.data.error));
    });
  });

  for (const depth of [1, 2, 3]) {
    await expect.poll(() => ada.views().length).toBe(depth);
    const top = ada.view();
    if (top) await ada.press(top, "Next");
  }

  await expect.poll(() => problems).toEqual(["push_limit_reached"]);
});

test("nothing is pushed with a trigger from outside the modal", async () => {
  const { slack, views } = await shown({}, (app) => app.shortcut("other", async ({ ack }) => ack()));
  const { trigger_id } = (await slack.as("ada").globalShortcut("other")).delivery.payload;

  expect(await errorOf(views.push({ trigger_id: String(trigger_id), view: form() }))).toBe("invalid_trigger_id");
});
