import { expect, test } from "vitest";
import type { Action, Block, Message } from "../../../src/chat/message.ts";
import { bold, code, link, person, rich, timeOfDay } from "../../../src/chat/text.ts";
import { renderMessage } from "./card.ts";
import type { Look } from "./text.ts";

const look: Look = { profileUrl: () => undefined };
const command = (label: string, text = label.toLowerCase()): Action => ({ type: "command", label, command: text });
const open = (label: string): Action => ({ type: "link", label, url: "https://acme.slack.com/archives/C1" });
const text = (value: Extract<Block, { type: "text" }>["text"]): Block => ({ type: "text", text: value });
const row = (name: string, about: string): { text: ReturnType<typeof rich>; action: Action } => ({
  text: rich`${bold(name)} ${about}`,
  action: { type: "command", label: "Choose", command: `whoowns component:default/${name}`, replaces: true },
});

/** A message in short: its notification, then a line for each block. */
function outline(message: Message): string {
  const rendered = renderMessage(message, look);
  const lines = rendered.blocks.map((block) => {
    if (block.type === "section") {
      const { text: body, accessory } = block;
      const button = accessory?.type === "button" ? `  [${accessory.text.text}: ${accessory.value}]` : "";
      return `${body?.text}${button}`;
    }
    if (block.type === "context") return block.elements.map((one) => ("text" in one ? `(${one.text})` : "?")).join("");
    if (block.type !== "actions") return block.type;
    return block.elements
      .map((one) => {
        if (one.type === "button") return `[${one.text.text}: ${one.url ?? one.value}]`;
        if (one.type !== "overflow") return one.type;
        return `⋯ ${one.options.map((option) => `${option.text.text}: ${option.value}`).join(", ")}`;
      })
      .join(" ");
  });
  return [`N: ${rendered.text}`, ...lines].join("\n").replaceAll("\u200b", "·");
}

/** `count` of everything, each of them as long as its kind may get. */
function longMessage(count: number): Message {
  const words = "<&> *words* ".repeat(300);
  const action = (index: number): Action => ({ type: "press", label: words, press: "take", value: `${index}` });
  const blocks = Array.from({ length: count }, (_, index): readonly Block[] => [
    text(words),
    { type: "quote", text: words },
    { type: "list", rows: [{ text: words, action: action(index) }, { text: words }] },
    {
      type: "actions",
      main: [action(index), action(index + 1000)],
      more: [action(index + 2000), action(index + 3000)],
    },
    { type: "note", text: words },
  ]);
  return { text: words, card: { title: words, blocks: blocks.flat() } };
}

const whoowns: Message = {
  text: "Team Payments owns payments-api (#pay-help)",
  card: {
    title: rich`${bold("Team Payments")} owns ${bold("payments-api")}`,
    blocks: [
      text(rich`#pay-help · ${person("Mia Chen", { url: "https://acme.slack.com/team/U1" })}, Jonas Weber + 5`),
      text("Production service in checkout · tier 1"),
      {
        type: "actions",
        main: [
          { type: "form", label: "Ask the team", flow: "ask", state: "component:default/payments-api" },
          command("Share here", "whoowns payments-api public"),
        ],
        more: [
          command("Details", "show payments-api"),
          command("Dependencies", "deps payments-api"),
          { type: "link", label: "Docs", url: "https://docs.example.com/payments" },
        ],
      },
      { type: "note", text: "Set in acme/payments, synced 2 min ago" },
    ],
  },
};

test("the second line of a row stands under its first, and both fit however long they are", () => {
  const rows = [
    { text: rich`${bold("a.yaml:1")} is broken`, about: "Fix: put it in *quotes*" },
    { text: "b".repeat(5000), about: "c".repeat(5000) },
  ];
  const message: Message = { text: "2 files", card: { title: "2 files", blocks: [{ type: "list", rows }] } };

  const [first, second] = renderMessage(message, look).blocks.map((block) =>
    block.type === "section" ? (block.text?.text ?? "") : "",
  );
  expect(first?.replaceAll("\u200b", "·")).toMatchInlineSnapshot(`
    "2 files
    *a.yaml:1* is broken
    Fix: put it in ·*·quotes·*·"
  `);
  expect(second).toMatch(/^b+…\nc+…$/);
  expect(second?.length).toBeLessThanOrEqual(3000);
});

test("whoowns is one section, one row of buttons and one small line", () => {
  expect(renderMessage(whoowns, look)).toMatchInlineSnapshot(`
    {
      "blocks": [
        {
          "block_id": "text-0",
          "text": {
            "text": "*Team Payments* owns *payments-api*
    #pay-help · <https://acme.slack.com/team/U1|Mia Chen>, Jonas Weber + 5
    Production service in checkout · tier 1",
            "type": "mrkdwn",
            "verbatim": true,
          },
          "type": "section",
        },
        {
          "block_id": "actions",
          "elements": [
            {
              "action_id": "cb:0",
              "text": {
                "emoji": false,
                "text": "Ask the team",
                "type": "plain_text",
              },
              "type": "button",
              "value": "form ask component:default/payments-api",
            },
            {
              "action_id": "cb:1",
              "text": {
                "emoji": false,
                "text": "Share here",
                "type": "plain_text",
              },
              "type": "button",
              "value": "do whoowns payments-api public",
            },
            {
              "action_id": "cb:2",
              "options": [
                {
                  "text": {
                    "emoji": false,
                    "text": "Details",
                    "type": "plain_text",
                  },
                  "value": "do show payments-api",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "Dependencies",
                    "type": "plain_text",
                  },
                  "value": "do deps payments-api",
                },
                {
                  "text": {
                    "emoji": false,
                    "text": "Docs",
                    "type": "plain_text",
                  },
                  "url": "https://docs.example.com/payments",
                  "value": "link Docs",
                },
              ],
              "type": "overflow",
            },
          ],
          "type": "actions",
        },
        {
          "block_id": "note",
          "elements": [
            {
              "text": "Set in acme/payments, synced 2 min ago",
              "type": "mrkdwn",
              "verbatim": true,
            },
          ],
          "type": "context",
        },
      ],
      "text": "Team Payments owns payments-api (#pay-help)",
    }
  `);
});

test("several matches are a title and a row each, with its button", () => {
  const title = "3 matches for “payments”";
  const rows = [
    row("payments-api", "service / Team Payments"),
    row("payments-worker", "service / Team Payments"),
    row("payments", "system / Team Checkout"),
  ];

  const message: Message = { text: title, card: { title: [bold(title)], blocks: [{ type: "list", rows }] } };

  expect(renderMessage(message, look).blocks).toMatchInlineSnapshot(`
    [
      {
        "block_id": "text-0",
        "text": {
          "text": "*3 matches for “payments”*",
          "type": "mrkdwn",
          "verbatim": true,
        },
        "type": "section",
      },
      {
        "accessory": {
          "action_id": "cb:0",
          "text": {
            "emoji": false,
            "text": "Choose",
            "type": "plain_text",
          },
          "type": "button",
          "value": "replace whoowns component:default/payments-api",
        },
        "block_id": "text-1",
        "text": {
          "text": "*payments-api* service / Team Payments",
          "type": "mrkdwn",
          "verbatim": true,
        },
        "type": "section",
      },
      {
        "accessory": {
          "action_id": "cb:1",
          "text": {
            "emoji": false,
            "text": "Choose",
            "type": "plain_text",
          },
          "type": "button",
          "value": "replace whoowns component:default/payments-worker",
        },
        "block_id": "text-2",
        "text": {
          "text": "*payments-worker* service / Team Payments",
          "type": "mrkdwn",
          "verbatim": true,
        },
        "type": "section",
      },
      {
        "accessory": {
          "action_id": "cb:2",
          "text": {
            "emoji": false,
            "text": "Choose",
            "type": "plain_text",
          },
          "type": "button",
          "value": "replace whoowns component:default/payments",
        },
        "block_id": "text-3",
        "text": {
          "text": "*payments* system / Team Checkout",
          "type": "mrkdwn",
          "verbatim": true,
        },
        "type": "section",
      },
    ]
  `);
});

test("nothing found offers three names as buttons", () => {
  const title = "Nothing here is called “paymnt-gatwy”";
  const main = ["payments-gateway", "payment-links", "pay-gate"].map((name) => command(name, `whoowns ${name}`));

  expect(
    outline({ text: title, card: { title: [bold(title)], blocks: [{ type: "actions", main, more: [] }] } }),
  ).toMatchInlineSnapshot(`
    "N: Nothing here is called “paymnt-gatwy”
    *Nothing here is called “paymnt-gatwy”*
    [payments-gateway: do whoowns payments-gateway] [payment-links: do whoowns payment-links] [pay-gate: do whoowns pay-gate]"
  `);
});

test("no valid owner has no emoji, whatever its tone", () => {
  expect(
    outline({
      text: "ledger-sync has no valid owner",
      card: {
        title: [bold("ledger-sync has no valid owner")],
        tone: "warning",
        blocks: [
          text("Its file names team-ledger, which does not exist."),
          text(rich`Best guess: ${bold("Team Ledger Core")} (CODEOWNERS)`),
          { type: "actions", main: [command("Fix the owner"), command("Ask them")], more: [open("Open the file")] },
        ],
      },
    }),
  ).toMatchInlineSnapshot(`
    "N: ledger-sync has no valid owner
    *ledger-sync has no valid owner*
    Its file names team-ledger, which does not exist.
    Best guess: *Team Ledger Core* (CODEOWNERS)
    [Fix the owner: do fix the owner] [Ask them: do ask them] ⋯ Open the file: link Open the file"
  `);
});

test("who to tell is a list without buttons, in the same section", () => {
  expect(
    outline({
      text: "Before changing payments-api, tell 3 teams",
      card: {
        title: [bold("Before changing payments-api, tell 3 teams")],
        blocks: [
          {
            type: "list",
            rows: [
              { text: rich`${bold("Team Checkout")} #checkout-dev: checkout-web, cart-api` },
              { text: rich`${bold("Team Billing")} #billing: invoice-worker` },
              { text: rich`${bold("Team Mobile")}, no channel: ios-app` },
            ],
          },
          text("Needs: orders-db, tax-api, auth"),
          { type: "actions", main: [command("Draft a note"), command("Show all 7")], more: [command("Share here")] },
        ],
      },
    }),
  ).toMatchInlineSnapshot(`
    "N: Before changing payments-api, tell 3 teams
    *Before changing payments-api, tell 3 teams*
    *Team Checkout* #checkout-dev: checkout-web, cart-api
    *Team Billing* #billing: invoice-worker
    *Team Mobile*, no channel: ios-app
    Needs: orders-db, tax-api, auth
    [Draft a note: do draft a note] [Show all 7: do show all 7] ⋯ Share here: do share here"
  `);
});

test("a question to a team is quoted, every line of it", () => {
  const message = (actions: Block): Message => ({
    text: "Question about payments-api from Lena Fischer",
    card: {
      title: rich`${bold("Question about payments-api")} from Lena Fischer`,
      blocks: [
        { type: "quote", text: "Can amounts be sent in *minor* units?\n\n<!here> > urgent\r\n>>> really" },
        text("From #checkout-dev"),
        actions,
      ],
    },
  });
  const press: Action = { type: "press", label: "I'll take it", press: "take", value: "q-7f3a" };
  const taken = rich`Taken by Mia Chen, ${timeOfDay(new Date("2026-11-21T14:22:00Z"))}`;

  expect(
    outline(message({ type: "actions", main: [press, open("Open the thread")], more: [] })),
  ).toMatchInlineSnapshot(`
    "N: Question about payments-api from Lena Fischer
    *Question about payments-api* from Lena Fischer
    > Can amounts be sent in ·*·minor·*· units?
    > ·
    > &lt;!here&gt; &gt; urgent
    > ·&gt;&gt;&gt; really
    From #checkout-dev
    [I'll take it: press take q-7f3a] [Open the thread: https://acme.slack.com/archives/C1]"
  `);
  expect(
    outline(message({ type: "note", text: taken }))
      .split("\n")
      .at(-1),
  ).toMatch(/^\(Taken by Mia Chen, <!date\^1795270920\^\{time\}\|\d\d:22>\)$/);
  expect(
    outline({
      text: "Sent to #pay-help.",
      card: { title: "Sent to #pay-help.", blocks: [{ type: "actions", main: [open("Open")], more: [] }] },
    }),
  ).toMatchInlineSnapshot(`
    "N: Sent to #pay-help.
    Sent to #pay-help.
    [Open: https://acme.slack.com/archives/C1]"
  `);
});

test("help is lines of code with words", () => {
  expect(
    outline({
      text: "Callboard: who owns it, what is live, start something new",
      card: {
        title: [bold("Who owns it, what is live, start something new")],
        blocks: [
          text(rich`${code("whoowns payments-api")} who to ask`),
          text(rich`${code("deps payments-api")} who to tell`),
          { type: "actions", main: [command("What I own", "mine"), command("All commands", "help all")], more: [] },
          { type: "note", text: "In threads and for all to see: @Callboard whoowns payments-api" },
        ],
      },
    }),
  ).toMatchInlineSnapshot(`
    "N: Callboard: who owns it, what is live, start something new
    *Who owns it, what is live, start something new*
    \`whoowns payments-api\` who to ask
    \`deps payments-api\` who to tell
    [What I own: do mine] [All commands: do help all]
    (In threads and for all to see: @Callboard whoowns payments-api)"
  `);
});

test("what went wrong is one section, without a card", () => {
  const usage = rich`${code("subscribe")} needs a service, team or system: ${code("subscribe payments-api")}`;

  expect(outline({ text: usage })).toMatchInlineSnapshot(`
    "N: subscribe needs a service, team or system: subscribe payments-api
    \`subscribe\` needs a service, team or system: \`subscribe payments-api\`"
  `);
  expect(outline({ text: "Something went wrong. Reference 7f3a9c.", private: true })).toMatchInlineSnapshot(`
    "N: Something went wrong. Reference 7f3a9c.
    Something went wrong. Reference 7f3a9c."
  `);
  expect(
    outline({
      text: "2 problems, 1 warning",
      card: {
        title: [bold("2 problems, 1 warning")],
        tone: "bad",
        blocks: [
          text(rich`✗ Git source org: 401. Make a new token: ${link("tokens", "https://github.com/settings/tokens")}`),
          text("✓ clock, store, webhooks"),
        ],
      },
    }),
  ).toMatchInlineSnapshot(`
    "N: 2 problems, 1 warning
    *2 problems, 1 warning*
    ✗ Git source org: 401. Make a new token: <https://github.com/settings/tokens|tokens>
    ✓ clock, store, webhooks"
  `);
});

test("one entry is a menu, a long command is no entry, and a page that is not https is nowhere", () => {
  const actions = (main: readonly Action[], more: readonly Action[]): string =>
    outline({ text: "x", card: { title: "x", blocks: [{ type: "actions", main, more }] } });
  const long = command("Long", `show ${"a".repeat(80)}`);
  const unsafe: Action = { type: "link", label: "Evil", url: "javascript:alert(1)" };

  expect(actions([command("A")], [command("B")])).toMatch(/^.*\n.*\n\[A: do a\] ⋯ B: do b$/);
  expect(actions([command("A")], [command("B"), long, command("C")])).toMatch(
    /\[A: do a\] \[Long: .*\] ⋯ B: do b, C: do c$/,
  );
  expect(actions([unsafe], [])).toBe("N: x\nx");
  expect(actions([command("Huge", "x".repeat(2500))], [])).toBe("N: x\nx");
  expect(
    actions(
      ["A", "B", "C", "D"].map((name) => command(name)),
      [command("E")],
    ),
  ).toMatch(/\[A: do a\] \[B: do b\] \[C: do c\] ⋯ D: do d, E: do e$/);
  expect(
    actions(
      [],
      [..."abcdefg"].map((name) => command(name)),
    ),
  ).toMatch(/⋯ a: do a, b: do b, c: do c, d: do d, e: do e$/);
});

test("a menu beside several action blocks is one row, and every button has an id of its own", () => {
  const { blocks } = renderMessage(longMessage(3), look);
  const ids = JSON.stringify(blocks).match(/"(action|block)_id":"[^"]+"/g) ?? [];

  expect(blocks.filter(({ type }) => type === "actions")).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
});

test("whatever is too much is cut and counted", () => {
  const { text: notification, blocks } = renderMessage(longMessage(400), look);

  expect(notification.length).toBeLessThanOrEqual(300);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(blocks)).toMatch(/\+ \d+ more/);
  expect(blocks.slice(-2).map(({ type }) => type)).toEqual(["actions", "context"]);
});

test("a message of nothing that can be seen still has a text", () => {
  expect(renderMessage({ text: "\u200b\u0000" }, look)).toEqual({ text: "Callboard", blocks: [] });
});
