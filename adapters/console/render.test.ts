import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action, Message } from "../../src/chat/message.ts";
import { bold, code, link, rich } from "../../src/chat/text.ts";
import { render, type View } from "./render.ts";
import { columnsOf } from "./width.ts";

const esc = "\u001b";
const plainView: View = { columns: 80, colors: false, links: false, isNumbered: false };
const richView: View = { columns: 80, colors: true, links: true, isNumbered: true };

const command = (label: string, typed: string): Action => ({ type: "command", label, command: typed });
const page = (label: string, url: string): Action => ({ type: "link", label, url });

const owner: Message = {
  text: "Team Payments owns payments-api (#pay-help)",
  card: {
    title: rich`${bold("Team Payments")} owns ${bold("payments-api")}`,
    blocks: [
      { type: "text", text: rich`${link("#pay-help", "https://acme.test/C1")} · Mia Chen, Jonas Weber + 5` },
      { type: "text", text: "Production service in checkout · tier 1" },
      {
        type: "actions",
        main: [page("Runbook", "https://runbooks.acme.test/pay"), command("Details", "show payments-api")],
        more: [command("Dependencies", "deps payments-api")],
      },
      { type: "note", text: "Set in acme/payments, synced 2 min ago" },
    ],
  },
};

const choice: Message = {
  text: "3 matches for “payments”",
  card: {
    title: [bold("3 matches for “payments”")],
    blocks: [
      {
        type: "list",
        rows: [
          { text: rich`${bold("payments-api")} service / Team Payments`, action: command("Choose", "whoowns a") },
          { text: rich`${bold("payments-worker")} service / Team Payments`, action: command("Choose", "whoowns b") },
          { text: rich`${bold("payments")} system / Team Checkout`, action: command("Choose", "whoowns c") },
        ],
      },
    ],
  },
};

describe("an answer", () => {
  test("is plain where nobody can press or see colours, and ends with what to type next", () => {
    expect(render(owner, plainView)).toMatchInlineSnapshot(`
      "Team Payments owns payments-api
      #pay-help (https://acme.test/C1) · Mia Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Runbook: https://runbooks.acme.test/pay
      (Set in acme/payments, synced 2 min ago)
      Next: show payments-api · deps payments-api"
    `);
  });

  test("in a conversation has colours, links to click and numbers to press", () => {
    expect(render(owner, richView).replaceAll(esc, "␛")).toMatchInlineSnapshot(`
      "␛[1mTeam Payments␛[22m owns ␛[1mpayments-api␛[22m
      ␛]8;;https://acme.test/C1␛\\#pay-help␛]8;;␛\\ · Mia Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Runbook: ␛]8;;https://runbooks.acme.test/pay␛\\␛[2mhttps://runbooks.acme.test/pay␛[22m␛]8;;␛\\
      ␛[2m(␛[22m␛[2mSet in acme/payments, synced 2 min ago␛[22m␛[2m)␛[22m
      ␛[36m[1]␛[39m Details  ␛[36m[2]␛[39m Dependencies"
    `);
  });

  test("in 40 columns breaks between words, never within a command or a button", () => {
    expect(render(owner, { ...plainView, columns: 40 })).toMatchInlineSnapshot(`
      "Team Payments owns payments-api
      #pay-help (https://acme.test/C1) · Mia
        Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Runbook: https://runbooks.acme.test/pay
      (Set in acme/payments, synced 2 min ago)
      Next: show payments-api ·
            deps payments-api"
    `);
    expect(render(owner, { ...richView, colors: false, links: false, columns: 40 })).toMatchInlineSnapshot(`
      "Team Payments owns payments-api
      #pay-help (https://acme.test/C1) · Mia
        Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Runbook: https://runbooks.acme.test/pay
      (Set in acme/payments, synced 2 min ago)
      [1] Details  [2] Dependencies"
    `);
  });
});

describe("a choice", () => {
  test("has one row each, aligned", () => {
    expect(render(choice, plainView)).toMatchInlineSnapshot(`
      "3 matches for “payments”
        payments-api     service / Team Payments
        payments-worker  service / Team Payments
        payments         system / Team Checkout"
    `);
  });

  test("in a conversation has the number of each row", () => {
    expect(render(choice, { ...plainView, isNumbered: true })).toMatchInlineSnapshot(`
      "3 matches for “payments”
      [1] payments-api     service / Team Payments
      [2] payments-worker  service / Team Payments
      [3] payments         system / Team Checkout"
    `);
  });

  test("with the second line of a row under its first", () => {
    const rows = [
      { text: rich`${bold("a.yaml:1")} is broken`, about: "Fix: put it in quotes" },
      { text: rich`${bold("b.yaml:1")} is empty`, action: command("Open", "show b"), about: "Fix: fill it in" },
    ];
    const files: Message = { text: "", card: { title: "2 files", blocks: [{ type: "list", rows }] } };

    expect(render(files, { ...plainView, isNumbered: true })).toBe(
      "2 files\n  a.yaml:1  is broken\n    Fix: put it in quotes\n[1] b.yaml:1  is empty\n    Fix: fill it in",
    );
  });

  test("with a row that has no name of its own is not aligned", () => {
    const rows = [{ text: rich`${bold("Team Billing")} #billing` }, { text: rich`${bold("Team Mobile")}, no channel` }];

    expect(render({ text: "", card: { title: "2 teams", blocks: [{ type: "list", rows }] } }, plainView)).toBe(
      "2 teams\n  Team Billing #billing\n  Team Mobile, no channel",
    );
  });

  test("with pages to open has their addresses", () => {
    const rows = [{ text: rich`${bold("README")} how to run it`, action: page("Open", "https://acme.test/r") }];

    expect(render({ text: "", card: { title: "Docs", blocks: [{ type: "list", rows }] } }, plainView)).toBe(
      "Docs\n  README (https://acme.test/r) how to run it",
    );
  });
});

test.each([
  ["good", "✓ refund-service"],
  ["warning", "! refund-service"],
  ["bad", "✗ refund-service"],
  ["neutral", "refund-service"],
] as const)("a card whose tone is %s starts with its sign", (tone, line) => {
  expect(render({ text: "", card: { title: "refund-service", tone, blocks: [] } }, plainView)).toBe(line);
});

test("a message without a card is its text, with code in backticks where there is no colour", () => {
  const message = { text: rich`There is no such command. ${code("help")} lists what there is.` };

  expect(render(message, plainView)).toBe("There is no such command. `help` lists what there is.");
  expect(render(message, richView)).toBe("There is no such command. \u001b[36mhelp\u001b[39m lists what there is.");
});

test("a quote has a mark before each of its lines, those that were wrapped too", () => {
  const quote = {
    type: "quote",
    text: `Can amounts be sent in minor units?\n\nWe have ${"many ".repeat(16)}`,
  } as const;

  expect(render({ text: "", card: { title: "Question", blocks: [quote] } }, plainView)).toBe(
    `Question\n> Can amounts be sent in minor units?\n> We have ${"many ".repeat(14).trim()}\n> many many`,
  );
});

test("a link that is no web address is its text alone", () => {
  for (const url of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "no url"]) {
    expect(render({ text: [link("here", url)] }, richView)).toBe("here");
  }
});

test("an address is shown once when it is its own text", () => {
  expect(render({ text: [link("https://acme.test/", "https://acme.test/")] }, plainView)).toBe("https://acme.test/");
});

const attack = fc.constantFrom(
  ...[
    "\u001b[2J",
    "\u001b]0;owned\u0007",
    "\u001b]8;;https://evil.test\u001b\\",
    "\u009b31m",
    "\u009d0;x\u009c",
    "\r",
    "\b",
  ],
  ...[
    "\u202eevil",
    "\u2066",
    "\u200b",
    "\u0000",
    "\u2028",
    "\n",
    "\ud800",
    "https://acme.test/\u001b[2J",
    "🇩🇪",
    "名前 ",
  ],
);
const foreign = fc
  .array(fc.oneof(attack, fc.string({ unit: "binary" }), fc.lorem({ maxCount: 3 })), { maxLength: 10 })
  .map((parts) => parts.join(""));

function everywhere(text: string, other: string): Message {
  const spans = [bold(text), link(other, text), code(text), { type: "text", text: other } as const, link(text, other)];
  const actions = [command(text, other), page(other, text), page(text, `https://acme.test/${other}`)];
  return {
    text: spans,
    card: {
      title: spans,
      tone: "bad",
      blocks: [
        { type: "text", text: spans },
        { type: "note", text: spans },
        { type: "list", rows: actions.map((action) => ({ text: spans, action })) },
        { type: "actions", main: actions, more: actions },
      ],
    },
  };
}

test("no control or reordering character of a foreign text reaches the terminal", () => {
  fc.assert(
    fc.property(foreign, foreign, (text, other) => {
      const message = everywhere(text, other);

      for (const shown of [render(message, plainView), render({ text: message.text }, plainView)]) {
        expect(shown).not.toMatch(/(?!\n)\p{Cc}|(?!\u200d)\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
      }
      const shown = render(message, richView).replace(ownSequences, "");
      expect(shown).not.toMatch(/(?!\n)\p{Cc}|(?!\u200d)\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
    }),
    { numRuns: 500, verbose: 1 },
  );
});

/** What the renderer itself writes: weights, colours, and links to web and mail addresses in ASCII. */
const ownSequences = new RegExp(
  String.raw`${esc}\[(?:1|2|22|31|32|33|36|39)m|${esc}\]8;;(?:(?:https?|mailto):[!-~]+)?${esc}\\`,
  "g",
);

test("a foreign title, row or note takes one line where it fits, whatever line ends it has", () => {
  const card = { title: "a\nb", blocks: [{ type: "note", text: "c\r\nd" } as const] };

  expect(render({ text: "", card }, plainView)).toBe("a b\n(c d)");
});

test("no line is longer than the terminal, unless one word is", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !/\s/u.test(text));
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 40, max: 120 }), (words, columns) => {
      const shown = render({ text: words.join(" ") }, { ...plainView, columns });

      for (const line of shown.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
      expect(shown.split(/\s+/u).filter(Boolean).join(" ")).toBe(
        words.join(" ").split(/\s+/u).filter(Boolean).join(" "),
      );
    }),
    { numRuns: 500, verbose: 1 },
  );
});
