import { expect, test } from "vitest";
import { refusedWith, webClient, workspace } from "../testing/bolt-app.ts";

const x = (length: number) => "x".repeat(length);
const many = <T>(count: number, item: T): T[] => Array<T>(count).fill(item);
const numbered = (count: number, make: (id: string) => object) =>
  Array.from({ length: count }, (_, index) => make(String(index)));
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const option = (text: string) => ({ text: plain(text), value: "v" });
const section = (more: object = {}) => ({ type: "section", text: mrkdwn("text"), ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });
const select = (more: object = {}) => ({
  type: "static_select",
  action_id: "pick",
  placeholder: plain("Pick"),
  options: [option("One")],
  ...more,
});
const confirm = (more: object) => ({
  confirm: { title: plain("T"), text: plain("t"), confirm: plain("Yes"), deny: plain("No"), ...more },
});
const table = (rows: number, cells: number) => ({
  type: "table",
  rows: many(rows, many(cells, { type: "raw_text", text: "c" })),
});
const post = (slack: Awaited<ReturnType<typeof workspace>>, args: object) =>
  webClient(slack).apiCall("chat.postMessage", { channel: "C1", text: "hi", ...args });

test.each<[string, (size: number) => object[], number, string, string]>([
  ["blocks", (n) => many(n, { type: "divider" }), 50, "no more than 50 items allowed", "/blocks"],
  ["a header", (n) => [{ type: "header", text: plain(x(n)) }], 150, "must be less than 151 characters", "/text/text"],
  ["fields", (n) => [section({ fields: many(n, plain("f")) })], 10, "no more than 10 items allowed", "/fields"],
  [
    "a context's elements",
    (n) => [{ type: "context", elements: many(n, plain("e")) }],
    10,
    "no more than 10 items allowed",
    "/elements",
  ],
  [
    "an actions block's elements",
    (n) => [actions(...numbered(n, (action_id) => button({ action_id })))],
    25,
    "no more than 25 items allowed",
    "/elements",
  ],
  [
    "a button's label",
    (n) => [actions(button({ text: plain(x(n)) }))],
    75,
    "must be less than 76 characters",
    "/elements/0/text/text",
  ],
  [
    "a button's value",
    (n) => [actions(button({ value: x(n) }))],
    2000,
    "must be less than 2001 characters",
    "/elements/0/value",
  ],
  [
    "a button's address",
    (n) => [actions(button({ url: `https://a.example/${x(n - 18)}` }))],
    3000,
    "must be less than 3001 characters",
    "/elements/0/url",
  ],
  [
    "a button's label for screen readers",
    (n) => [actions(button({ accessibility_label: x(n) }))],
    75,
    "must be less than 76 characters",
    "/elements/0/accessibility_label",
  ],
  [
    "the options of an overflow menu",
    (n) => [actions({ type: "overflow", action_id: "more", options: many(n, option("o")) })],
    5,
    "no more than 5 items allowed",
    "/elements/0/options",
  ],
  [
    "the options of a menu",
    (n) => [actions(select({ options: many(n, option("o")) }))],
    100,
    "no more than 100 items allowed",
    "/elements/0/options",
  ],
  [
    "the groups of a menu",
    (n) => [
      actions(select({ options: undefined, option_groups: many(n, { label: plain("g"), options: [option("o")] }) })),
    ],
    100,
    "no more than 100 items allowed",
    "/elements/0/option_groups",
  ],
  [
    "an option's text",
    (n) => [actions(select({ options: [option(x(n))] }))],
    75,
    "must be less than 76 characters",
    "/elements/0/options/0/text/text",
  ],
  [
    "a placeholder",
    (n) => [actions(select({ placeholder: plain(x(n)) }))],
    150,
    "must be less than 151 characters",
    "/elements/0/placeholder/text",
  ],
  [
    "checkboxes",
    (n) => [actions({ type: "checkboxes", action_id: "box", options: many(n, option("o")) })],
    10,
    "no more than 10 items allowed",
    "/elements/0/options",
  ],
  [
    "radio buttons",
    (n) => [actions({ type: "radio_buttons", action_id: "box", options: many(n, option("o")) })],
    10,
    "no more than 10 items allowed",
    "/elements/0/options",
  ],
  [
    "the title of a question before an action",
    (n) => [actions(button(confirm({ title: plain(x(n)) })))],
    100,
    "must be less than 101 characters",
    "/elements/0/confirm/title/text",
  ],
  [
    "the buttons of such a question",
    (n) => [actions(button(confirm({ deny: plain(x(n)) })))],
    30,
    "must be less than 31 characters",
    "/elements/0/confirm/deny/text",
  ],
  ["a block_id", (n) => [section({ block_id: x(n) })], 255, "must be less than 256 characters", "/block_id"],
  [
    "an action_id",
    (n) => [actions(button({ action_id: x(n) }))],
    255,
    "must be less than 256 characters",
    "/elements/0/action_id",
  ],
  [
    "the text that stands for a picture",
    (n) => [{ type: "image", image_url: "https://a.example/i.png", alt_text: x(n) }],
    2000,
    "must be less than 2001 characters",
    "/alt_text",
  ],
  ["a table's rows", (n) => [table(n, 1)], 100, "no more than 100 items allowed", "/rows"],
  ["a table's cells", (n) => [table(1, n)], 20, "no more than 20 items allowed", "/rows/0"],
])("%s: as much as is allowed is taken, one more is refused where it stands", async (_name, blocks, max, words, at) => {
  const slack = await workspace();
  const pointer = at === "/blocks" ? at : `/blocks/0${at}`;

  expect((await post(slack, { blocks: blocks(max) })).ok).toBe(true);
  await expect(post(slack, { blocks: blocks(max + 1) })).rejects.toMatchObject(
    refusedWith("invalid_blocks", {
      errors: [`${words} [json-pointer:${pointer}]`],
      response_metadata: { messages: [`[ERROR] ${words} [json-pointer:${pointer}]`] },
    }),
  );
});

test.each<[string, object[], readonly string[]]>([
  [
    "a section's text of either kind",
    [section({ text: mrkdwn(x(3001)) })],
    [
      "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
  ],
  [
    "a long field",
    [section({ fields: [plain("f"), plain(x(2001))] })],
    [
      "failed to match all allowed schemas [json-pointer:/blocks/0/fields/1]",
      "must be less than 2001 characters [json-pointer:/blocks/0/fields/1/text]",
    ],
  ],
  [
    "an empty text",
    [{ type: "header", text: plain("") }],
    ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
  ],
  [
    "an empty menu",
    [actions(select({ options: [] }))],
    ["must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]"],
  ],
  [
    "a section of nothing",
    [{ type: "section" }],
    ["must define either `text` or `fields` [json-pointer:/blocks/0/type]"],
  ],
  ["an unknown kind of block", [{ type: "sections" }], ["unsupported type: sections [json-pointer:/blocks/0/type]"]],
  ["a block without a kind", [{}], ["missing required field: type [json-pointer:/blocks/0]"]],
  ["a missing part", [{ type: "header" }], ["missing required field: text [json-pointer:/blocks/0]"]],
  ["an unknown part", [section({ color: "red" })], ["invalid additional property: color [json-pointer:/blocks/0]"]],
  [
    "an impossible choice",
    [actions(button({ style: "loud" }))],
    ["must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"],
  ],
  [
    "an action_id twice",
    [actions(button(), button())],
    ['`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]'],
  ],
  [
    "a block_id twice",
    many(2, section({ block_id: "b" })),
    ['`block_id` "b" already exists [json-pointer:/blocks/1/block_id]'],
  ],
])("%s is refused in Slack's words", async (_name, blocks, errors) => {
  await expect(post(await workspace(), { blocks })).rejects.toMatchObject(
    refusedWith("invalid_blocks", { errors, response_metadata: { messages: errors.map((e) => `[ERROR] ${e}`) } }),
  );
});

test("a second table and too much markdown are refused", async () => {
  const slack = await workspace();

  await expect(post(slack, { blocks: [table(1, 1), table(1, 1)] })).rejects.toMatchObject(
    refusedWith("invalid_blocks"),
  );
  await expect(post(slack, { blocks: many(2, { type: "markdown", text: x(6001) }) })).rejects.toMatchObject(
    refusedWith("invalid_blocks"),
  );
});

test("too much text in all blocks together is refused", async () => {
  const slack = await workspace();
  const blocks = (length: number) => many(5, section({ text: plain(x(length)) }));

  expect((await post(slack, { blocks: blocks(2640) })).ok).toBe(true);
  await expect(post(slack, { blocks: blocks(2641) })).rejects.toMatchObject(refusedWith("msg_blocks_too_long"));
});

test("a message's text is cut after 40,000 characters", async () => {
  const slack = await workspace();

  await post(slack, { text: x(40_001) });

  expect(slack.messages[0]?.text.length).toBe(40_000);
});

test("an update's text of more than 4,000 characters is refused", async () => {
  const slack = await workspace();
  const { chat } = webClient(slack);
  const { ts = "" } = await chat.postMessage({ channel: "C1", text: "hi" });

  expect((await chat.update({ channel: "C1", ts, text: x(4000) })).ok).toBe(true);
  await expect(chat.update({ channel: "C1", ts, text: x(4001) })).rejects.toMatchObject(refusedWith("msg_too_long"));
});

test("markdown text of more than 12,000 characters is refused", async () => {
  const slack = await workspace();

  expect((await post(slack, { text: undefined, markdown_text: x(12_000) })).ok).toBe(true);
  await expect(post(slack, { text: undefined, markdown_text: x(12_001) })).rejects.toMatchObject(
    refusedWith("msg_too_long"),
  );
});

test("more than 100 attachments are refused", async () => {
  const slack = await workspace();

  expect((await post(slack, { attachments: many(100, { text: "a" }) })).ok).toBe(true);
  await expect(post(slack, { attachments: many(101, { text: "a" }) })).rejects.toMatchObject(
    refusedWith("too_many_attachments"),
  );
});

const field = (more: object = {}) => ({
  type: "input",
  label: plain("Name"),
  element: { type: "plain_text_input", action_id: "name" },
  ...more,
});

/** Opens a modal with this in it. */
async function open(more: object) {
  const slack = await workspace();
  const { trigger_id } = (await slack.as("ada").globalShortcut("new")).delivery.payload;
  const view = { type: "modal", title: plain("Title"), submit: plain("Send"), blocks: [field()], ...more };
  return webClient(slack).apiCall("views.open", { trigger_id, view });
}

test.each<[string, object, object, string]>([
  ["title", { title: plain(x(24)) }, { title: plain(x(25)) }, "must be less than 25 characters [/view/title/text]"],
  [
    "submit button",
    { submit: plain(x(24)) },
    { submit: plain(x(25)) },
    "must be less than 25 characters [/view/submit/text]",
  ],
  [
    "close button",
    { close: plain(x(24)) },
    { close: plain(x(25)) },
    "must be less than 25 characters [/view/close/text]",
  ],
  [
    "callback_id",
    { callback_id: x(255) },
    { callback_id: x(256) },
    "must be less than 256 characters [/view/callback_id]",
  ],
  [
    "external_id",
    { external_id: x(255) },
    { external_id: x(256) },
    "must be less than 256 characters [/view/external_id]",
  ],
  [
    "private_metadata",
    { private_metadata: x(3000) },
    { private_metadata: x(3001) },
    "must be less than 3001 characters [/view/private_metadata]",
  ],
  [
    "number of blocks",
    { blocks: many(100, { type: "divider" }) },
    { blocks: many(101, { type: "divider" }) },
    "no more than 100 items allowed [/view/blocks]",
  ],
  [
    "labels",
    { blocks: [field({ label: plain(x(2000)) })] },
    { blocks: [field({ label: plain(x(2001)) })] },
    "must be less than 2001 characters [/view/blocks/0/label/text]",
  ],
  [
    "hints",
    { blocks: [field({ hint: plain(x(2000)) })] },
    { blocks: [field({ hint: plain(x(2001)) })] },
    "must be less than 2001 characters [/view/blocks/0/hint/text]",
  ],
  [
    "submit button for inputs",
    { submit: undefined, blocks: [section()] },
    { submit: undefined },
    "must define `submit` to use an `input` block in modals [/view/blocks/0/input]",
  ],
  ["title at all", {}, { title: undefined }, "missing required field: title [/view]"],
])("a modal's %s is limited", async (_name, sound, broken, words) => {
  const message = `[ERROR] ${words.replace("[/", "[json-pointer:/")}`;

  expect((await open(sound)).ok).toBe(true);
  await expect(open(broken)).rejects.toMatchObject(
    refusedWith("invalid_arguments", { response_metadata: { messages: [message] } }),
  );
});

test("a modal of more than 250 KB is refused", async () => {
  const blocks = (length: number) => many(99, section({ text: plain(x(length)) }));

  expect((await open({ blocks: blocks(2400) })).ok).toBe(true);
  await expect(open({ blocks: blocks(2600) })).rejects.toMatchObject(refusedWith("view_too_large"));
});
