import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { render } from "../adapters/console/render.ts";
import type { Message } from "../src/chat/message.ts";
import { plain } from "../src/chat/text.ts";
import { createFolderSource } from "../src/sync/folder-source.ts";
import { sampleRepositories } from "../src/testing/odd-things.ts";
import { createTestBot, type TestBot } from "../src/testing/test-bot.ts";

let bot: TestBot;

beforeAll(async () => {
  const path = fileURLToPath(new URL("../data/catalog", import.meta.url));
  const source = createFolderSource({ name: "acme", path });
  bot = createTestBot([{ source, isTrusted: true, paths: ["**/catalog-info.yaml"] }, sampleRepositories()]);
  await bot.sync();
});

afterAll(() => bot.app.stop());

/** What a terminal of 80 columns shows, without colours. */
async function shown(text: string, email?: string): Promise<string> {
  const { message } = await bot.ask(text, email);
  return render(message, { columns: 80, colors: false, links: false, isNumbered: false });
}

describe("the terminal shows", () => {
  test("who owns a thing, however it is mistyped", async () => {
    expect(await shown("whoowns paymnets api")).toMatchInlineSnapshot(`
      "Team Payments owns payments-api
      #pay-help · Mia Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Docs: https://developers.acme.example/charges
      (Closest to “paymnets api” · set in catalog, synced just now)
      Next: show payments-api · deps payments-api"
    `);
  });

  test("who owns a repository", async () => {
    expect(await shown("who owns https://github.com/acme/shop?")).toMatchInlineSnapshot(`
      "Team Storefront owns storefront-web
      #storefront · Julia Stern, Noah Visser
      Production website in storefront · tier 1
      Dashboard: https://dashboards.acme.example/d/web-vitals
      (Set in catalog, synced just now)
      Next: show storefront-web · deps storefront-web"
    `);
  });

  test("who owns a file", async () => {
    expect(await shown("whoowns https://github.com/acme/shop/blob/main/src/billing/tax.ts#L10")).toMatchInlineSnapshot(`
      "Team Tax owns src/billing/tax.ts
      #tax · Ana Silva, Tom Berg
      CODEOWNERS line 14: /src/billing/
      The rest of acme/shop: Team Storefront
      Open line 14: https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L14
      Next: show storefront-web"
    `);
    expect(await shown("whoowns acme/shop/src/billing/invoice.ts")).toMatchInlineSnapshot(`
      "Team Billing owns src/billing/invoice.ts
      #billing · Daniel Okafor, Hanna Lind
      CODEOWNERS line 15: /src/billing/invoice*
      Also: Team Tax
      The rest of acme/shop: Team Storefront
      Open line 15: https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L15
      Next: show storefront-web"
    `);
    expect(await shown("whoowns acme/labs/spike/try.ts")).toMatchInlineSnapshot(`
      "@acme/labs owns spike/try.ts
      Not in the catalog
      CODEOWNERS line 1: /spike/
      Open line 1: https://github.com/acme/labs/blob/main/CODEOWNERS#L1"
    `);
  });

  test("whose a file is that no rule names an owner for", async () => {
    expect(await shown("whoowns acme/shop/package-lock.json")).toMatchInlineSnapshot(`
      "Team Storefront owns acme/shop
      #storefront · Julia Stern, Noah Visser
      CODEOWNERS line 20 gives package-lock.json no owner
      Dashboard: https://dashboards.acme.example/d/web-vitals
      Next: show storefront-web · deps storefront-web"
    `);
  });

  test("files of one path, and a repository of which nothing is known", async () => {
    expect(await shown("whoowns src/pages/product.ts:12:3")).toMatchInlineSnapshot(`
      "2 matches for “src/pages/product.ts:12:3”
        acme/labs  src/pages/product.ts
        acme/shop  src/pages/product.ts"
    `);
    expect(await shown("whoowns acme/labs")).toMatchInlineSnapshot(`
      "acme/labs has no catalog-info.yaml
      CODEOWNERS names no owner for all of it.
      Next: find acme/labs"
    `);
  });

  test("a person as owner", async () => {
    expect(await shown("whoowns legacy-report")).toMatchInlineSnapshot(`
      "Mia Chen owns legacy-report
      Deprecated service in ledger
      (Set in catalog, synced just now)
      Next: show legacy-report · deps legacy-report"
    `);
  });

  test("a team asked about itself", async () => {
    expect(await shown("whoowns team payments")).toMatchInlineSnapshot(`
      "Team Payments is a team of 7 people
      #pay-help · Mia Chen, Jonas Weber + 5
      Owns 8 things
      On call: https://oncall.acme.example/payments
      (Set in catalog, synced just now)
      Next: owned team-payments"
    `);
  });

  test("a choice", async () => {
    expect(await shown("whoowns tax")).toMatchInlineSnapshot(`
      "3 matches for “tax”
        tax-api    service / Team Tax
        tax-rates  API / Team Tax
        Team Tax   team"
    `);
  });

  test("that nothing is called like that", async () => {
    expect(await shown("whoowns zebra")).toMatchInlineSnapshot(`
      "Nothing here is called “zebra”
      It may have no catalog-info.yaml yet.
      Next: find zebra"
    `);
  });

  test("that a thing is missing because its file is broken", async () => {
    expect(await shown("whoowns gift-cards")).toMatchInlineSnapshot(`
      "Nothing here is called “gift-cards”
      Its file has an error: …/systems/checkout/gift-cards/catalog-info.yaml:10.
        spec.owner is missing."
    `);
  });

  test("that no owner is valid, with a guess called a guess", async () => {
    expect(await shown("whoowns ledger-sync")).toMatchInlineSnapshot(`
      "! ledger-sync has no valid owner
      Its file names team-ledger, which does not exist.
      Best guess: Team Ledger Core (owner of ledger)
      (catalog/systems/ledger/ledger-sync/catalog-info.yaml:15)
      Next: team team-ledger-core · show ledger-sync"
    `);
  });

  test("who to tell before changing a thing", async () => {
    expect(await shown("deps payments-api")).toMatchInlineSnapshot(`
      "Before changing payments-api, tell 3 teams
      Team Checkout #checkout-dev: cart-api, checkout-web
      Team Billing #billing: invoice-worker
      Team Mobile, no channel: ios-app
      Needs: auth, tax-api, orders-db
      Next: whoowns payments-api"
    `);
  });

  test("who to tell when things need each other in a circle", async () => {
    expect(await shown("deps payments-worker")).toMatchInlineSnapshot(`
      "Before changing payments-worker, tell 2 teams
      Team Ledger Core #ledger: ledger-api
      Team Payments #pay-help: payments-gateway
      No valid owner: ledger-sync
      Needs: payments-gateway, settlement-queue
      (2 more things need those)
      Next: whoowns payments-worker"
    `);
  });

  test("that nothing needs a thing", async () => {
    expect(await shown("deps legacy-report")).toMatchInlineSnapshot(`
      "Nothing in the catalog needs legacy-report
      Needs: ledger-db
      Next: whoowns legacy-report"
    `);
  });

  test("the card of a thing", async () => {
    expect(await shown("show payments-api")).toMatchInlineSnapshot(`
      "payments-api is a production service
      Charges cards and wallets, refunds them, and tells the shop how it went
      Team Payments · system checkout · tier 1
      Provides charges
      Tags: typescript, pci, refunds, cards
      Docs: https://developers.acme.example/charges
      (catalog/systems/checkout/payments-api/catalog-info.yaml:1)
      Next: whoowns payments-api · deps payments-api"
    `);
  });

  test("the card of a thing of another kind", async () => {
    expect(await shown("show card-acquirer")).toMatchInlineSnapshot(`
      "Card acquirer is a vendor
      The bank that takes card payments for us and settles them two days later
      Team Payments · system payments
      Tags: contract, pci
      (catalog/vendors/card-acquirer.yaml:1)
      Next: whoowns card-acquirer · deps card-acquirer"
    `);
  });

  test("matches", async () => {
    expect(await shown("find kind:api")).toMatchInlineSnapshot(`
      "6 matches for “kind:api”
        carts              API / Team Checkout
        charges            API / Team Payments
        prices             API / Team Storefront
        settlement-events  API / Team Payments
        shop-graph         API / Team Storefront
      Next: find kind:api --all"
    `);
  });

  test("what a team owns", async () => {
    expect(await shown("owned payments")).toMatchInlineSnapshot(`
      "Team Payments owns 8 things
        Card acquirer     vendor / Team Payments
        Card form         library / Team Payments
        charges           API / Team Payments
        payments-api      service / Team Payments
        payments-gateway  service / Team Payments
      Next: owned team-payments --all · team team-payments"
    `);
  });

  test("what the asker owns", async () => {
    expect(await shown("mine", "mia.chen@acme.example")).toMatchInlineSnapshot(`
      "Mia Chen owns 9 things
        Card acquirer  vendor / Team Payments
        Card form      library / Team Payments
        charges        API / Team Payments
        legacy-report  service / Mia Chen
        payments-api   service / Team Payments
      Next: owned mia.chen --all"
    `);
  });

  test("that the asker is unknown", async () => {
    expect(await shown("mine", "ada@example.com")).toMatchInlineSnapshot(`
      "Your account matches nobody in the catalog (ada@example.com). Ask those who run
        Callboard to be added."
    `);
  });

  test("who is in a team", async () => {
    expect(await shown("team payments")).toMatchInlineSnapshot(`
      "Team Payments has 7 people
      #pay-help · part of Money · owns 8 things
        Mia Chen
        Jonas Weber
        Nina Kowalski
        Omar Haddad
        Priya Nair
      Next: team team-payments --all · owned team-payments"
    `);
  });

  test("what the catalog lacks", async () => {
    expect(await shown("gaps")).toMatchInlineSnapshot(`
      "38 of 44 have an owner, a channel and docs
      2 without a valid owner
      2 whose team has no channel
      3 without docs
      6 problems in catalog files
      Next: gaps owner · gaps channel · gaps docs · gaps files"
    `);
  });

  test("the things behind a gap, and the fix", async () => {
    expect(await shown("gaps owner")).toMatchInlineSnapshot(`
      "2 things without a valid owner
        FX rates catalog/systems/billing/fx-rates/catalog-info.yaml:16
        ledger-sync catalog/systems/ledger/ledger-sync/catalog-info.yaml:15
      (Set spec.owner to a team that exists)"
    `);
  });

  test("help for whoever greets", async () => {
    expect(await shown("hi")).toBe(await shown("help"));
  });

  test("what is understood beside a note", async () => {
    expect(await shown("deps paymnets worker")).toMatchInlineSnapshot(`
      "Before changing payments-worker, tell 2 teams
      Team Ledger Core #ledger: ledger-api
      Team Payments #pay-help: payments-gateway
      No valid owner: ledger-sync
      Needs: payments-gateway, settlement-queue
      (Closest to “paymnets worker” · 2 more things need those)
      Next: whoowns payments-worker"
    `);
    expect(await shown("show paymnets-api")).toMatchInlineSnapshot(`
      "payments-api is a production service
      Charges cards and wallets, refunds them, and tells the shop how it went
      Team Payments · system checkout · tier 1
      Provides charges
      Tags: typescript, pci, refunds, cards
      Docs: https://developers.acme.example/charges
      (Closest to “paymnets-api” ·
       catalog/systems/checkout/payments-api/catalog-info.yaml:1)
      Next: whoowns payments-api · deps payments-api"
    `);
  });

  test("how to say who asks", async () => {
    expect(await shown("mine")).toMatchInlineSnapshot(`
      "The terminal does not say who asks: add \`--as <email>\`, or name a team or a
        person, as in \`owned payments\`."
    `);
  });

  test("the problems of the files, what is wrong in a line and what to do in another", async () => {
    expect(await shown("gaps files")).toMatchInlineSnapshot(`
      "6 problems in catalog files
        …/systems/billing/fx-rates/catalog-info.yaml:16 fx-rates names
          ana.silva@acme.example as its owner, which is an e-mail address.
          Fix: Name a team or a person of the catalog instead, for example spec.owner:
          group:default/payments.
        …/systems/checkout/gift-cards/catalog-info.yaml:10 spec.owner is missing.
          Fix: Every Component needs an owner: add spec.owner, for example owner:
          group:default/payments.
        …/deploy-runner/catalog-info.yaml:31 The YAML is broken at line 31: a value
          holds a colon and is not in quotes.
          Fix: Put the value in quotes.
        catalog/systems/ledger/catalog-info.yaml:25 resource:default/invoice-archive
          is defined in systems/billing/catalog-info.yaml:12 too, and that one counts.
          Fix: Remove one of the two, or give this one another name.
        …/systems/ledger/ledger-sync/catalog-info.yaml:15 ledger-sync names
          team-ledger as its owner, which is not in the catalog.
          Fix: Correct spec.owner, or add group:default/team-ledger to the catalog.
      Next: gaps files --all"
    `);
  });

  test("help with names that the asker knows", async () => {
    expect(await shown("help", "mia.chen@acme.example")).toMatchInlineSnapshot(`
      "Who owns it, who to tell, what is missing
      \`whoowns payments-api\` who to ask
      \`deps payments-api\` who to tell
      \`find refund\` search everything
      \`show payments-api\` what it is
      \`owned payments\` what they own
      Next: mine · help all"
    `);
  });

  test("all commands", async () => {
    expect((await shown("help all")).replace(/of \d+/, "of N")).toMatchInlineSnapshot(`
      "All commands, page 1 of N
      \`whoowns payments-api\` who to ask
      \`deps payments-api\` who to tell
      \`find refund\` search everything
      \`show payments-api\` what it is
      \`owned payments\` what they own
      Next: help all 2"
    `);
  });

  test("help for one command", async () => {
    expect(await shown("help whoowns")).toMatchInlineSnapshot(`
      "whoowns: who owns it and how to reach them
      \`whoowns <anything>\`
      \`whoowns payments-api\`
      \`whoowns https://github.com/acme/payments\`
      \`whoowns acme/shop/src/billing/tax.ts\`"
    `);
  });

  test("what a sync did", async () => {
    expect(await shown("sync")).toMatchInlineSnapshot(`
      "✓ 2 sources up to date
      acme unchanged · 6 problems
      odd unchanged"
    `);
  });

  test("that only admins may sync", async () => {
    expect(await shown("sync", "mia.chen@acme.example")).toMatchInlineSnapshot(
      `"\`sync\` is for those who run Callboard. Ask one of its admins."`,
    );
  });

  test("what a command needs", async () => {
    expect(await shown("deps")).toMatchInlineSnapshot(`"\`deps\` needs a name: \`deps payments-api\`."`);
  });

  test("that the catalog is old, once it is", async () => {
    await bot.clock.advance(3 * 3_600_000);
    expect(await shown("whoowns payments-api")).toMatchInlineSnapshot(`
      "Team Payments owns payments-api
      #pay-help · Mia Chen, Jonas Weber + 5
      Production service in checkout · tier 1
      Docs: https://developers.acme.example/charges
      (Catalog is 3 h old: no sync since)
      Next: show payments-api · deps payments-api"
    `);
  });
});

const questions = [
  ...[
    "payments-api",
    "paymnets-api",
    "tax",
    "zebra",
    "gift-cards",
    "ledger-sync",
    "acme",
    "user:mia.chen",
    "card-acquirer",
    "checkout",
  ].map((name) => `whoowns ${name}`),
  ...["payments-api", "paymnets-worker", "payments", "auth", "finance", "orders-db"].flatMap((name) => [
    `deps ${name}`,
    `show ${name}`,
  ]),
  ...[
    "find refund",
    "find kind:component",
    "find zzz",
    "owned acme",
    "owned platform",
    "team acme",
    "team mobile",
    "gaps",
    "gaps money",
    "gaps docs",
    "gaps files",
  ],
  ...["help", "help all", "help all 2", "help find", "sync", "doctor", "audit", "frobnicate", "whoowns", "owned"],
];

/** The lines of a message without its buttons, as a card of any platform has them. */
function lines({ card }: Message): readonly string[] {
  const blocks = (card?.blocks ?? []).flatMap((block) => {
    if (block.type === "text" || block.type === "note") return [plain(block.text)];
    return block.type === "list"
      ? block.rows.flatMap(({ text, about }) => [text, ...(about === undefined ? [] : [about])].map(plain))
      : [];
  });
  return card === undefined ? [] : [plain(card.title), ...blocks];
}

describe.each(questions)("every answer keeps the rules: %s", (question) => {
  test("a first line of 60 characters at most, and a text that says the same", async () => {
    const { message } = await bot.ask(question);

    expect(plain(message.text)).not.toBe("");
    if (message.card === undefined) return;
    expect([...plain(message.card.title)].length).toBeLessThanOrEqual(60);
    expect(plain(message.text).toLowerCase()).toContain(plain(message.card.title).toLowerCase().slice(0, 12));
  });

  test("few lines, two visible buttons and short labels", async () => {
    const { message } = await bot.ask(question);

    const actions = (message.card?.blocks ?? []).filter((block) => block.type === "actions");
    expect(lines(message).length).toBeLessThanOrEqual(question === "gaps files" ? 12 : 9);
    expect(actions.length).toBeLessThanOrEqual(1);
    for (const { main, more } of actions) {
      expect(main.length).toBeLessThanOrEqual(question.startsWith("whoowns") ? 3 : 2);
      for (const { label } of [...main, ...more]) expect([...label].length).toBeLessThanOrEqual(30);
    }
  });

  test("no exclamation marks, no apologies, no emoji, no “entity”", async () => {
    const { message } = await bot.ask(question);

    // A warning of `doctor` begins with its sign.
    const text = [plain(message.text), ...lines(message)].join("\n").replace(/^! /gm, "");
    expect(text).not.toMatch(/[!]|\b(please|sorry|oops|entity|entities)\b|\p{Extended_Pictographic}/iu);
  });
});
