import { expect, test } from "vitest";
import { errorOf, refusedWith, webClient, workspace } from "../testing/bolt-app.ts";

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
const picture = { type: "image", image_url: "https://a.example/i.png" };
const markdown = (length: number) => many(2, { type: "markdown", text: x(length) });
const sections = (length: number) => many(5, section({ text: plain(x(length)) }));
const attached = (count: number) => many(count, { text: "a" });
const dividers = (count: number) => many(count, { type: "divider" });
const inputs = (more: object) => ({ blocks: [field(more)] });
const table = (rows: number, cells: number) => ({
  type: "table",
  rows: many(rows, many(cells, { type: "raw_text", text: "c" })),
});
const field = (more: object = {}) => ({
  type: "input",
  label: plain("Name"),
  element: { type: "plain_text_input", action_id: "name" },
  ...more,
});
const post = (slack: Awaited<ReturnType<typeof workspace>>, args: object) =>
  webClient(slack).apiCall("chat.postMessage", { channel: "C1", text: "hi", ...args });

const inActions = (make: (size: number) => object) => (size: number) => [actions(make(size))];
const options = (count: number) => many(count, option("o"));
const groups = (count: number) => many(count, { label: plain("g"), options: [option("o")] });

const characters = (max: number) => `must be less than ${max + 1} characters`;
const items = (max: number) => `no more than ${max} items allowed`;

test.each<[string, number, (max: number) => string, string, (size: number) => object[]]>([
  ["blocks", 50, items, "", (n) => many(n, { type: "divider" })],
  ["a header", 150, characters, "/0/text/text", (n) => [{ type: "header", text: plain(x(n)) }]],
  ["fields", 10, items, "/0/fields", (n) => [section({ fields: many(n, plain("f")) })]],
  ["a context's elements", 10, items, "/0/elements", (n) => [{ type: "context", elements: many(n, plain("e")) }]],
  ["an actions block", 25, items, "/0/elements", (n) => [actions(...numbered(n, (id) => button({ action_id: id })))]],
  ["a block_id", 255, characters, "/0/block_id", (n) => [section({ block_id: x(n) })]],
  ["a picture's text", 2000, characters, "/0/alt_text", (n) => [{ ...picture, alt_text: x(n) }]],
  ["a table's rows", 100, items, "/0/rows", (n) => [table(n, 1)]],
  ["a table's cells", 20, items, "/0/rows/0", (n) => [table(1, n)]],
  ...(
    [
      ["a button's label", 75, characters, "/text/text", (n) => button({ text: plain(x(n)) })],
      ["a button's value", 2000, characters, "/value", (n) => button({ value: x(n) })],
      ["a button's address", 3000, characters, "/url", (n) => button({ url: `https://a.example/${x(n - 18)}` })],
      [
        "a label for screen readers",
        75,
        characters,
        "/accessibility_label",
        (n) => button({ accessibility_label: x(n) }),
      ],
      ["an overflow menu", 5, items, "/options", (n) => ({ type: "overflow", action_id: "more", options: options(n) })],
      ["the options of a menu", 100, items, "/options", (n) => select({ options: options(n) })],
      ["groups", 100, items, "/option_groups", (n) => select({ options: undefined, option_groups: groups(n) })],
      ["an option's text", 75, characters, "/options/0/text/text", (n) => select({ options: [option(x(n))] })],
      ["a placeholder", 150, characters, "/placeholder/text", (n) => select({ placeholder: plain(x(n)) })],
      ["checkboxes", 10, items, "/options", (n) => ({ type: "checkboxes", action_id: "box", options: options(n) })],
      ["radio buttons", 10, items, "/options", (n) => ({ type: "radio_buttons", action_id: "b", options: options(n) })],
      ["a question's title", 100, characters, "/confirm/title/text", (n) => button(confirm({ title: plain(x(n)) }))],
      ["a question's buttons", 30, characters, "/confirm/deny/text", (n) => button(confirm({ deny: plain(x(n)) }))],
      ["an action_id", 255, characters, "/action_id", (n) => button({ action_id: x(n) })],
    ] satisfies [string, number, (max: number) => string, string, (size: number) => object][]
  ).map(([name, max, words, at, make]) => [name, max, words, `/0/elements/0${at}`, inActions(make)] as never),
])("%s: %i are taken, one more is refused where it stands", async (_name, max, words, at, blocks) => {
  const slack = await workspace();
  const problem = `${words(max)} [json-pointer:/blocks${at}]`;

  expect((await post(slack, { blocks: blocks(max) })).ok).toBe(true);
  await expect(post(slack, { blocks: blocks(max + 1) })).rejects.toMatchObject(
    refusedWith("invalid_blocks", { errors: [problem], response_metadata: { messages: [`[ERROR] ${problem}`] } }),
  );
});

test.each<[string, object[], readonly string[]]>([
  [
    "a section's text of either kind",
    [section({ text: mrkdwn(x(3001)) })],
    ["/0/text: failed to match all allowed schemas", "/0/text/text: must be less than 3001 characters"],
  ],
  [
    "a long field",
    [section({ fields: [plain("f"), plain(x(2001))] })],
    ["/0/fields/1: failed to match all allowed schemas", "/0/fields/1/text: must be less than 2001 characters"],
  ],
  ["an empty text", [{ type: "header", text: plain("") }], ["/0/text/text: must be more than 0 characters"]],
  ["an empty menu", [actions(select({ options: [] }))], ["/0/elements/0/options: must provide at least 1 items"]],
  ["a section of nothing", [{ type: "section" }], ["/0/type: must define either `text` or `fields`"]],
  ["an unknown kind of block", [{ type: "sections" }], ["/0/type: unsupported type: sections"]],
  ["a modal's block", [{ type: "alert", text: plain("a") }], ["/0/type: unsupported type: alert"]],
  ["a block without a kind", [{}], ["/0: missing required field: type"]],
  ["a missing part", [{ type: "header" }], ["/0: missing required field: text"]],
  ["an unknown part", [section({ color: "red" })], ["/0: invalid additional property: color"]],
  ["an impossible choice", [actions(button({ style: "loud" }))], ["/0/elements/0/style: must be a valid enum value"]],
  [
    "a formatted button",
    [actions(button({ text: mrkdwn("Go") }))],
    ["/0/elements/0/text/type: must be a valid enum value"],
  ],
  ["an address that is none", [actions(button({ url: "javascript:x" }))], ["/0/elements/0/url: must be a valid URL"]],
  ["an action_id twice", [actions(button(), button())], ['/0/elements/1/action_id: `action_id` "go" already exists']],
  ["a block_id twice", many(2, section({ block_id: "b" })), ['/1/block_id: `block_id` "b" already exists']],
])("%s is refused in Slack's words", async (_name, blocks, problems) => {
  const errors = problems.map((problem) => problem.replace(/^(.*?): (.*)$/, "$2 [json-pointer:/blocks$1]"));
  await expect(post(await workspace(), { blocks })).rejects.toMatchObject(
    refusedWith("invalid_blocks", { errors, response_metadata: { messages: errors.map((e) => `[ERROR] ${e}`) } }),
  );
});

test.each<[string, object, object, string]>([
  ["a second table", { blocks: [table(1, 1)] }, { blocks: [table(1, 1), table(1, 1)] }, "invalid_blocks"],
  ["too much markdown in blocks", { blocks: markdown(6000) }, { blocks: markdown(6001) }, "invalid_blocks"],
  ["too much text in all blocks", { blocks: sections(2640) }, { blocks: sections(2641) }, "msg_blocks_too_long"],
  ["too long markdown text", { markdown_text: x(12_000) }, { markdown_text: x(12_001) }, "msg_too_long"],
  ["too many attachments", { attachments: attached(100) }, { attachments: attached(101) }, "too_many_attachments"],
])("%s is refused", async (_name, sound, broken, error) => {
  const slack = await workspace();
  const text = "markdown_text" in sound ? undefined : "hi";

  expect(await errorOf(post(slack, { ...sound, text }))).toBe("");
  expect(await errorOf(post(slack, { ...broken, text }))).toBe(error);
});

test("a message's text is cut after 40,000 characters", async () => {
  const slack = await workspace();

  await post(slack, { text: x(40_001) });

  expect(slack.messages[0]?.text.length).toBe(40_000);
});

test("an update's text of more than 4,000 characters is refused", async () => {
  const { chat } = webClient(await workspace());
  const { ts = "" } = await chat.postMessage({ channel: "C1", text: "hi" });

  expect(await errorOf(chat.update({ channel: "C1", ts, text: x(4000) }))).toBe("");
  expect(await errorOf(chat.update({ channel: "C1", ts, text: x(4001) }))).toBe("msg_too_long");
});

/** Opens a modal with this in it. */
async function open(more: object) {
  const slack = await workspace();
  const { trigger_id } = (await slack.as("ada").globalShortcut("new")).delivery.payload;
  const view = { type: "modal", title: plain("Title"), submit: plain("Send"), blocks: [field()], ...more };
  return webClient(slack).apiCall("views.open", { trigger_id, view });
}

test.each<[string, object, object, string]>([
  ["title", { title: plain(x(24)) }, { title: plain(x(25)) }, "/title/text: must be less than 25 characters"],
  ["submit", { submit: plain(x(24)) }, { submit: plain(x(25)) }, "/submit/text: must be less than 25 characters"],
  ["close", { close: plain(x(24)) }, { close: plain(x(25)) }, "/close/text: must be less than 25 characters"],
  ["callback_id", { callback_id: x(255) }, { callback_id: x(256) }, "/callback_id: must be less than 256 characters"],
  ["external_id", { external_id: x(255) }, { external_id: x(256) }, "/external_id: must be less than 256 characters"],
  [
    "private_metadata",
    { private_metadata: x(3000) },
    { private_metadata: x(3001) },
    "/private_metadata: must be less than 3001 characters",
  ],
  ["blocks", { blocks: dividers(100) }, { blocks: dividers(101) }, "/blocks: no more than 100 items allowed"],
  [
    "labels",
    inputs({ label: plain(x(2000)) }),
    inputs({ label: plain(x(2001)) }),
    `/blocks/0/label/text: ${characters(2000)}`,
  ],
  [
    "hints",
    inputs({ hint: plain(x(2000)) }),
    inputs({ hint: plain(x(2001)) }),
    `/blocks/0/hint/text: ${characters(2000)}`,
  ],
  [
    "submit button for inputs",
    { submit: undefined, blocks: [section()] },
    { submit: undefined },
    "/blocks/0/input: must define `submit` to use an `input` block in modals",
  ],
  ["title at all", {}, { title: undefined }, ": missing required field: title"],
])("a modal's %s is limited", async (_name, sound, broken, problem) => {
  const message = problem.replace(/^(.*?): (.*)$/, "[ERROR] $2 [json-pointer:/view$1]");

  expect((await open(sound)).ok).toBe(true);
  await expect(open(broken)).rejects.toMatchObject(
    refusedWith("invalid_arguments", { response_metadata: { messages: [message] } }),
  );
});

test("a modal of more than 250 KB is refused", async () => {
  const blocks = (length: number) => many(99, section({ text: plain(x(length)) }));

  expect(await errorOf(open({ blocks: blocks(2400) }))).toBe("");
  expect(await errorOf(open({ blocks: blocks(2600) }))).toBe("view_too_large");
});
