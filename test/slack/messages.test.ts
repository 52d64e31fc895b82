import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MessageKinds, messageKinds } from "../../src/testing/message-kinds.ts";
import { cardText, type Shown } from "../../src/testing/slack-card.ts";
import { houseRuleBreaks } from "../../src/testing/slack-house-rules.ts";

let kinds: MessageKinds;
/** Everything that was shown, by what it is. */
let cards: ReadonlyMap<string, Shown>;

beforeAll(async () => {
  kinds = await messageKinds();
  cards = await kinds.collect();
}, 120_000);

afterAll(() => kinds.bot.stop());

const card = (name: string): string => {
  const found = cards.get(name);
  if (found === undefined) throw new Error(`${name} was not shown`);
  return sameAlways(cardText(found));
};

/** What is another at every run: references, times, message ids. */
function sameAlways(text: string): string {
  return text
    .replace(/Reference [0-9a-f]{6}/g, "Reference <six digits>")
    .replace(/\/p\d{16}/g, "/p<message>")
    .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?/g, "<date>")
    .replace(/at \d\d:\d\d\.$/m, "at <time>.");
}

describe("people see", () => {
  test("owner", () => {
    expect(card("owner")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("owner of what is mistyped", () => {
    expect(card("owner of what is mistyped")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Docs → https://developers.acme.example/charges
      context: Closest to “paymnets api” · set in catalog, synced just now"
    `);
  });

  test("owner for all", () => {
    expect(card("owner for all")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Show details] ⋯ Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now · shared by <https://workspace.slack.com/team/U0MIA|Mia Chen>"
    `);
  });

  test("owner with on-call", () => {
    expect(card("owner with on-call")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-gateway (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-gateway*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in payments · tier 1
      actions: [On call → https://oncall.acme.example/payments] [Runbook → https://runbooks.acme.example/payments-gateway] ⋯ Ask the team | Share here | Details | Dependencies | Dashboard → https://dashboards.acme.example/d/acquirer-latency
      context: Set in catalog, synced just now"
    `);
  });

  test("owner without channel", () => {
    expect(card("owner without channel")).toMatchInlineSnapshot(`
      "N: Team Mobile owns ios-app
      (only they see it)
      section: *Team Mobile* owns *ios-app*
        Arjun Rao, Elif Demir
        Production mobile-app in storefront · tier 1
      actions: [Share here] [Show details] ⋯ Dependencies
      context: Set in catalog, synced just now"
    `);
  });

  test("owner that is a person", () => {
    expect(card("owner that is a person")).toMatchInlineSnapshot(`
      "N: Mia Chen owns legacy-report
      (only they see it)
      section: *Mia Chen* owns *legacy-report*
        Deprecated service in ledger
      actions: [Ask Mia Chen] [Share here] ⋯ Details | Dependencies
      context: Set in catalog, synced just now"
    `);
  });

  test("owner inherited", () => {
    expect(card("owner inherited")).toMatchInlineSnapshot(`
      "N: Team Checkout owns mail-carrier (#checkout-dev)
      (only they see it)
      section: *Team Checkout* owns *mail-carrier*
        #checkout-dev · Aisha Bello, <https://workspace.slack.com/team/U0LENA|Lena Fischer> + 2
        Vendor in checkout
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies
      context: Owner of its system checkout; the vendor names none"
    `);
  });

  test("owner of a website", () => {
    expect(card("owner of a website")).toMatchInlineSnapshot(`
      "N: Team Storefront owns storefront-web (#storefront)
      (only they see it)
      section: *Team Storefront* owns *storefront-web*
        #storefront · Julia Stern, Noah Visser
        Production website in storefront · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Dashboard → https://dashboards.acme.example/d/web-vitals
      context: Set in catalog, synced just now"
    `);
  });

  test("owner of a team", () => {
    expect(card("owner of a team")).toMatchInlineSnapshot(`
      "N: Team Payments is a team of 7 people (#pay-help)
      (only they see it)
      section: *Team Payments* is a team of 7 people
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Owns 8 things
      actions: [On call → https://oncall.acme.example/payments] [Ask the team] ⋯ Share here | Show what it owns
      context: Set in catalog, synced just now"
    `);
  });

  test("owner of a file", () => {
    expect(card("owner of a file")).toMatchInlineSnapshot(`
      "N: Team Tax owns src/billing/tax.ts (#tax)
      (only they see it)
      section: *Team Tax* owns *src/billing/tax.ts*
        #tax · Ana Silva, Tom Berg
        CODEOWNERS line 14: /src/billing/
        The rest of acme/shop: Team Storefront
      actions: [Ask the team] [Share here] ⋯ Open line 14 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L14 | Details"
    `);
  });

  test("owner of a file that several own", () => {
    expect(card("owner of a file that several own")).toMatchInlineSnapshot(`
      "N: Team Billing owns src/billing/invoice.ts (#billing)
      (only they see it)
      section: *Team Billing* owns *src/billing/invoice.ts*
        #billing · Daniel Okafor, Hanna Lind
        CODEOWNERS line 15: /src/billing/invoice‹guard›*‹guard›
        Also: Team Tax
        The rest of acme/shop: Team Storefront
      actions: [Ask the team] [Share here] ⋯ Open line 15 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L15 | Details"
    `);
  });

  test("owner of a file that is a person", () => {
    expect(card("owner of a file that is a person")).toMatchInlineSnapshot(`
      "N: Julia Stern owns src/search/rank.ts
      (only they see it)
      section: *Julia Stern* owns *src/search/rank.ts*
        CODEOWNERS line 7: /src/search/
        The rest of acme/shop: Team Storefront
      actions: [Ask Julia Stern] [Share here] ⋯ Open line 7 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L7 | Details"
    `);
  });

  test("owner of a file that the catalog lacks", () => {
    expect(card("owner of a file that the catalog lacks")).toMatchInlineSnapshot(`
      "N: @acme/labs owns spike/try.ts
      (only they see it)
      section: *@acme/labs* owns *spike/try.ts*
        Not in the catalog
        CODEOWNERS line 1: /spike/
      actions: [Share here] [Open line 1 → https://github.com/acme/labs/blob/main/CODEOWNERS#L1]"
    `);
  });

  test("owner of a file without a rule", () => {
    expect(card("owner of a file without a rule")).toMatchInlineSnapshot(`
      "N: Team Storefront owns acme/shop (#storefront)
      (only they see it)
      section: *Team Storefront* owns acme/shop
        #storefront · Julia Stern, Noah Visser
        CODEOWNERS line 20 gives package-lock.json no owner
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Dashboard → https://dashboards.acme.example/d/web-vitals"
    `);
  });

  test("choice of files", () => {
    expect(card("choice of files")).toMatchInlineSnapshot(`
      "N: 2 matches for “src/pages/product.ts:‹guard›12:3”
      (only they see it)
      section: *2 matches for “src/pages/product.ts:‹guard›12:3”*
      section: *acme/labs* src/pages/product.ts  [Choose]
      section: *acme/shop* src/pages/product.ts  [Choose]"
    `);
  });

  test("repository without a thing", () => {
    expect(card("repository without a thing")).toMatchInlineSnapshot(`
      "N: acme/labs has no catalog-info.yaml
      (only they see it)
      section: *acme/labs has no catalog-info.yaml*
        CODEOWNERS names no owner for all of it.
      actions: [Search everything]"
    `);
  });

  test("owner unknown, with a guess", () => {
    expect(card("owner unknown, with a guess")).toMatchInlineSnapshot(`
      "N: ledger-sync has no valid owner
      (only they see it)
      section: *ledger-sync has no valid owner*
        Its file names team-ledger, which does not exist.
        Best guess: *Team Ledger Core* (owner of ledger)
      actions: [Ask them] [Show the team] ⋯ Show details
      context: catalog/systems/ledger/ledger-sync/catalog-info.yaml:15"
    `);
  });

  test("owner unknown", () => {
    expect(card("owner unknown")).toMatchInlineSnapshot(`
      "N: adrift has no valid owner
      (only they see it)
      section: *adrift has no valid owner*
        Its file names team-nobody, which does not exist.
      actions: [Show details]
      context: acme/odd/catalog-info.yaml:3"
    `);
  });

  test("choice", () => {
    expect(card("choice")).toMatchInlineSnapshot(`
      "N: 3 matches for “tax”
      (only they see it)
      section: *3 matches for “tax”*
      section: *tax-api* service / Team Tax  [Choose]
      section: *tax-rates* API / Team Tax  [Choose]
      section: *Team Tax* team  [Choose]"
    `);
  });

  test("nothing near", () => {
    expect(card("nothing near")).toMatchInlineSnapshot(`
      "N: Nothing here is called “zebra”
      (only they see it)
      section: *Nothing here is called “zebra”*
        It may have no catalog-info.yaml yet.
      actions: [Search everything]"
    `);
  });

  test("something near", () => {
    expect(card("something near")).toMatchInlineSnapshot(`
      "N: Nothing here is called “paymnt-gatwy-x”
      (only they see it)
      section: *Nothing here is called “paymnt-gatwy-x”*
      actions: [payments-gateway] [pay-gate] [payments-api]"
    `);
  });

  test("file with an error", () => {
    expect(card("file with an error")).toMatchInlineSnapshot(`
      "N: Nothing here is called “gift-cards”
      (only they see it)
      section: *Nothing here is called “gift-cards”*
        Its file has an error: …/systems/checkout/gift-cards/catalog-info.yaml:10. spec.owner is missing."
    `);
  });

  test("dependants", () => {
    expect(card("dependants")).toMatchInlineSnapshot(`
      "N: Before changing payments-api, tell 3 teams
      (only they see it)
      section: *Before changing payments-api, tell 3 teams*
        *Team Checkout* #checkout-dev: cart-api, checkout-web
        *Team Billing* #billing: invoice-worker
        *Team Mobile*, no channel: ios-app
        Needs: auth, tax-api, orders-db
      actions: [Draft a note] [Who owns this] ⋯ Share here"
    `);
  });

  test("dependants in a circle", () => {
    expect(card("dependants in a circle")).toMatchInlineSnapshot(`
      "N: Before changing payments-worker, tell 2 teams
      (only they see it)
      section: *Before changing payments-worker, tell 2 teams*
        *Team Ledger Core* #ledger: ledger-api
        *Team Payments* #pay-help: payments-gateway
        No valid owner: ledger-sync
        Needs: payments-gateway, settlement-queue
      actions: [Draft a note] [Who owns this] ⋯ Share here
      context: 2 more things need those"
    `);
  });

  test("no dependants", () => {
    expect(card("no dependants")).toMatchInlineSnapshot(`
      "N: Nothing in the catalog needs legacy-report
      (only they see it)
      section: *Nothing in the catalog needs legacy-report*
        Needs: ledger-db
      actions: [Who owns this] [Share here]"
    `);
  });

  test("matches", () => {
    expect(card("matches")).toMatchInlineSnapshot(`
      "N: 6 matches for “kind:api”
      (only they see it)
      section: *6 matches for “kind:api”*
        *carts* API / Team Checkout
        *charges* API / Team Payments
        *prices* API / Team Storefront
        *settlement-events* API / Team Payments
        *shop-graph* API / Team Storefront
      actions: [Show all 6] [Share here]"
    `);
  });

  test("no matches", () => {
    expect(card("no matches")).toMatchInlineSnapshot(`
      "N: Nothing here is called “zzz”
      (only they see it)
      section: *Nothing here is called “zzz”*
        It may have no catalog-info.yaml yet.
      actions: [Search everything]"
    `);
  });

  test("thing", () => {
    expect(card("thing")).toMatchInlineSnapshot(`
      "N: payments-api is a production service
      (only they see it)
      section: *payments-api* is a production service
        Charges cards and wallets, refunds them, and tells the shop how it went
        Team Payments · system checkout · tier 1
        Provides charges
        Tags: typescript, pci, refunds, cards
      actions: [Who owns this] [Show dependencies] ⋯ Docs → https://developers.acme.example/charges | Share here
      context: catalog/systems/checkout/payments-api/catalog-info.yaml:1"
    `);
  });

  test("owned", () => {
    expect(card("owned")).toMatchInlineSnapshot(`
      "N: Team Payments owns 8 things
      (only they see it)
      section: *Team Payments owns 8 things*
        *Card acquirer* vendor / Team Payments
        *Card form* library / Team Payments
        *charges* API / Team Payments
        *payments-api* service / Team Payments
        *payments-gateway* service / Team Payments
      actions: [Show all 8] [Show the team] ⋯ Share here"
    `);
  });

  test("all owned", () => {
    expect(card("all owned")).toMatchInlineSnapshot(`
      "N: Team Payments owns 8 things
      (only they see it)
      section: *Team Payments owns 8 things*
        *Card acquirer* vendor / Team Payments
        *Card form* library / Team Payments
        *charges* API / Team Payments
        *payments-api* service / Team Payments
        *payments-gateway* service / Team Payments
        *payments-worker* service / Team Payments
        *settlement-events* API / Team Payments
        *settlement-queue* queue / Team Payments
      actions: [Show the team] [Share here]"
    `);
  });

  test("mine", () => {
    expect(card("mine")).toMatchInlineSnapshot(`
      "N: Mia Chen owns 9 things
      (only they see it)
      section: *Mia Chen owns 9 things*
        *Card acquirer* vendor / Team Payments
        *Card form* library / Team Payments
        *charges* API / Team Payments
        *legacy-report* service / Mia Chen
        *payments-api* service / Team Payments
      actions: [Show all 9] [Share here]"
    `);
  });

  test("mine of nobody known", () => {
    expect(card("mine of nobody known")).toMatchInlineSnapshot(`
      "N: Your account matches nobody in the catalog (ada@example.com). Ask those who run Callboard to be added.
      (only they see it)
      section: Your account matches nobody in the catalog (ada@example.com). Ask those who run Callboard to be added."
    `);
  });

  test("team", () => {
    expect(card("team")).toMatchInlineSnapshot(`
      "N: Team Payments has 7 people
      (only they see it)
      section: *Team Payments has 7 people*
        #pay-help · part of Money · owns 8 things
        Mia Chen
        Jonas Weber
        Nina Kowalski
        Omar Haddad
        Priya Nair
      actions: [Show all 7] [Show what it owns] ⋯ Share here"
    `);
  });

  test("gaps", () => {
    expect(card("gaps")).toMatchInlineSnapshot(`
      "N: 38 of 45 have an owner, a channel and docs
      (only they see it)
      section: *38 of 45 have an owner, a channel and docs*
        3 without a valid owner
        2 whose team has no channel
        4 without docs
        7 problems in catalog files
      actions: [Fix owners] [Fix channels] ⋯ Fix docs | Fix files | Share here"
    `);
  });

  test("gaps owner", () => {
    expect(card("gaps owner")).toMatchInlineSnapshot(`
      "N: 3 things without a valid owner
      (only they see it)
      section: *3 things without a valid owner*
        *FX rates* catalog/systems/billing/fx-rates/catalog-info.yaml:16
        *ledger-sync* catalog/systems/ledger/ledger-sync/catalog-info.yaml:15
        *adrift* acme/odd/catalog-info.yaml:3
      actions: [Share here]
      context: Set spec.owner to a team that exists"
    `);
  });

  test("gaps files", () => {
    expect(card("gaps files")).toMatchInlineSnapshot(`
      "N: 7 problems in catalog files
      (only they see it)
      section: *7 problems in catalog files*
        *…/systems/billing/fx-rates/catalog-info.yaml:16* fx-rates names ana.silva@acme.example as its owner, which is an e-mail address.
        Fix: Name a team or a person of the catalog instead, for example spec.owner: group:default/payments.
        *…/systems/checkout/gift-cards/catalog-info.yaml:10* spec.owner is missing.
        Fix: Every Component needs an owner: add spec.owner, for example owner: group:default/payments.
        *…/deploy-runner/catalog-info.yaml:31* The YAML is broken at line 31: a value holds a colon and is not in quotes.
        Fix: Put the value in quotes.
        *catalog/systems/ledger/catalog-info.yaml:25* resource:default/invoice-archive is defined in systems/billing/catalog-info.yaml:12 too, and that one counts.
        Fix: Remove one of the two, or give this one another name.
        *…/systems/ledger/ledger-sync/catalog-info.yaml:15* ledger-sync names team-ledger as its owner, which is not in the catalog.
        Fix: Correct spec.owner, or add group:default/team-ledger to the catalog.
      actions: [Show all 7] [Share here]"
    `);
  });

  test("help", () => {
    expect(card("help")).toMatchInlineSnapshot(`
      "N: Callboard: who owns it, who to tell, what is missing
      (only they see it)
      section: *Who owns it, who to tell, what is missing*
        \`whoowns payments-api\` who to ask
        \`deps payments-api\` who to tell
        \`find refund\` search everything
        \`show payments-api\` what it is
        \`owned payments\` what they own
      actions: [What I own] [All commands]
      context: In threads and for all to see: @Callboard whoowns payments-api"
    `);
  });

  test("all commands", () => {
    expect(card("all commands")).toMatchInlineSnapshot(`
      "N: Callboard: all commands, page 1 of 3
      (only they see it)
      section: *All commands, page 1 of 3*
        \`whoowns payments-api\` who to ask
        \`deps payments-api\` who to tell
        \`find refund\` search everything
        \`show payments-api\` what it is
        \`owned payments\` what they own
      actions: [More commands]"
    `);
  });

  test("help for one", () => {
    expect(card("help for one")).toMatchInlineSnapshot(`
      "N: whoowns: who owns it and how to reach them
      (only they see it)
      section: *whoowns*: who owns it and how to reach them
        \`whoowns &lt;anything&gt;\`
        \`whoowns payments-api\`
        \`whoowns https://github.com/acme/payments\`
        \`whoowns acme/shop/src/billing/tax.ts\`"
    `);
  });

  test("near miss", () => {
    expect(card("near miss")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("usage", () => {
    expect(card("usage")).toMatchInlineSnapshot(`
      "N: deps needs a name: deps payments-api.
      (only they see it)
      (in its thread)
      section: \`deps\` needs a name: \`deps payments-api\`.
      actions: [Search]"
    `);
  });

  test("mention", () => {
    expect(card("mention")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (in its thread)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Show details] ⋯ Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("direct message", () => {
    expect(card("direct message")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Show details] ⋯ Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("greeting", () => {
    expect(card("greeting")).toMatchInlineSnapshot(`
      "N: Callboard: who owns it, who to tell, what is missing
      section: *Who owns it, who to tell, what is missing*
        \`whoowns payments-api\` who to ask
        \`deps payments-api\` who to tell
        \`find refund\` search everything
        \`show payments-api\` what it is
        \`owned payments\` what they own
      actions: [What I own] [All commands]
      context: In threads and for all to see: @Callboard whoowns payments-api"
    `);
  });

  test("not allowed", () => {
    expect(card("not allowed")).toMatchInlineSnapshot(`
      "N: sync is for those who run Callboard. Ask one of its admins.
      (only they see it)
      section: \`sync\` is for those who run Callboard. Ask one of its admins."
    `);
  });

  test("sync", () => {
    expect(card("sync")).toMatchInlineSnapshot(`
      "N: 2 sources up to date
      (only they see it)
      section: *2 sources up to date*
        *acme* unchanged · 6 problems
        *odd* unchanged · 1 problem"
    `);
  });

  test("doctor", () => {
    expect(card("doctor")).toMatchInlineSnapshot(`
      "N: 7 warnings
      (only they see it)
      section: *7 warnings*
        ! People on Slack: Team Storefront: 0 of 2 members are matched. Correct spec.profile.email of the others in the catalog.
        ! People on Slack: Team Payments: 2 of 7 members are matched.
        ! People on Slack: Team Checkout: 1 of 4 members is matched.
        ! People on Slack: Team Billing: 0 of 2 members are matched.
        ! People on Slack: Team Ledger Core: 0 of 2 members are matched.
        + 6 more teams
        ! Catalog: 7 problems in catalog files. \`gaps files\` says which.
        ! Channels: 1 of 12 teams has no channel (slack.com/bot-notify). \`gaps channel\` lists what they own.
        ✓ Slack (Connected to Workspace; Slack was heard last just now; Only members may ask), People on Slack (4 of 27 members of 12 teams are matched), catalog (96 things, synced just now), admins (1 entry), clock (<date>)
      actions: [Show the files] [Show the teams]"
    `);
  });

  test("bug", () => {
    expect(card("bug")).toMatchInlineSnapshot(`
      "N: Something went wrong. Reference <six digits>.
      (only they see it)
      section: Something went wrong. Reference <six digits>."
    `);
  });

  test("slow", () => {
    expect(card("slow")).toMatchInlineSnapshot(`
      "N: Still working on it; the answer comes here.
      (only they see it)
      section: Still working on it; the answer comes here."
    `);
  });

  test("audit", () => {
    expect(card("audit")).toMatchInlineSnapshot(`
      "N: The latest 4 entries
      (only they see it)
      section: *The latest 4 entries*
        *audit* by Ruth Keller, <time>
        *doctor* by Ruth Keller, <time>
        *sync* by Ruth Keller, <time>
        *sync* by Mia Chen, <time>, refused: may not operate"
    `);
  });

  test("question form", () => {
    expect(card("question form")).toMatchInlineSnapshot(`
      "title: Ask Team Payments
      input: Question (plain_text_input, long)
        hint: About payments-api
      context: Goes to #pay-help with your name.
      [Send] [Cancel]"
    `);
  });

  test("question sent", () => {
    expect(card("question sent")).toMatchInlineSnapshot(`
      "N: Sent to #pay-help.
      (only they see it)
      section: Sent to #pay-help.
      actions: [Open → https://workspace.slack.com/archives/C0PAYHELP/p<message>]"
    `);
  });

  test("question", () => {
    expect(card("question")).toMatchInlineSnapshot(`
      "N: Question about payments-api from Lena Fischer
      section: *Question about payments-api* from <https://workspace.slack.com/team/U0LENA|Lena Fischer>
        > Can amounts be sent
        > in minor units?
        From #checkout-dev
      actions: [I'll take it] [Open the thread → https://workspace.slack.com/archives/C0CHECKOUT]"
    `);
  });

  test("own question", () => {
    expect(card("own question")).toMatchInlineSnapshot(`
      "N: It is your own question.
      (only they see it)
      section: It is your own question."
    `);
  });

  test("question taken", () => {
    expect(card("question taken")).toMatchInlineSnapshot(`
      "N: Question about payments-api from Lena Fischer
      section: *Question about payments-api* from <https://workspace.slack.com/team/U0LENA|Lena Fischer>
        > Can amounts be sent
        > in minor units?
        From #checkout-dev
      actions: [Open the thread → https://workspace.slack.com/archives/C0CHECKOUT]
      context: Taken by <https://workspace.slack.com/team/U0MIA|Mia Chen>, <time>"
    `);
  });

  test("asker told", () => {
    expect(card("asker told")).toMatchInlineSnapshot(`
      "N: Mia Chen takes your question about payments-api.
      section: <https://workspace.slack.com/team/U0MIA|Mia Chen> takes your question about payments-api.
      actions: [Open → https://workspace.slack.com/archives/C0PAYHELP/p<message>]"
    `);
  });

  test("question had", () => {
    expect(card("question had")).toMatchInlineSnapshot(`
      "N: Mia Chen took this question at <time>.
      (only they see it)
      section: <https://workspace.slack.com/team/U0MIA|Mia Chen> took this question at <time>."
    `);
  });

  test("note form", () => {
    expect(card("note form")).toMatchInlineSnapshot(`
      "title: Draft a note
      input: Note (plain_text_input, long, optional)
        initial: We are about to change tax-api. These need it:
        - Team Billing (#billing): invoice-worker
        - Team Payments (#pay-help): payments-api

        What changes:
        From when:
        What to do:
      context: Copy it to where the teams read it. Nothing is posted from here.
      [Close] [Cancel]"
    `);
  });

  test("team without channel", () => {
    expect(card("team without channel")).toMatchInlineSnapshot(`
      "N: Team Mobile has no channel
      (only they see it)
      section: *Team Mobile* has no channel
        Its people are not found here: Arjun Rao, Elif Demir
        To have a channel, set slack.com/bot-notify on the team."
    `);
  });

  test("search form", () => {
    expect(card("search form")).toMatchInlineSnapshot(`
      "title: Who owns it
      input: Name (external_select)
        placeholder: payments-api
        hint: Who owns it and how to reach them
      [Show] [Cancel]"
    `);
  });

  test("answer to the search form", () => {
    expect(card("answer to the search form")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("search anywhere", () => {
    expect(card("search anywhere")).toMatchInlineSnapshot(`
      "title: Find in catalog
      input: Name (external_select)
        placeholder: payments-api
        hint: What it is, where it is, what it is part of
      [Show] [Cancel]"
    `);
  });

  test("answer to the search anywhere", () => {
    expect(card("answer to the search anywhere")).toMatchInlineSnapshot(`
      "title: Callboard
      section: *payments-api* is a production service
        Charges cards and wallets, refunds them, and tells the shop how it went
        Team Payments · system checkout · tier 1
        Provides charges
        Tags: typescript, pci, refunds, cards
      actions: [Who owns this] [Show dependencies] ⋯ Docs → https://developers.acme.example/charges
      context: catalog/systems/checkout/payments-api/catalog-info.yaml:1
      [Close]"
    `);
  });

  test("owner of what a message is about", () => {
    expect(card("owner of what a message is about")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (#pay-help)
      (only they see it)
      section: *Team Payments* owns *payments-api*
        #pay-help · <https://workspace.slack.com/team/U0MIA|Mia Chen>, <https://workspace.slack.com/team/U0JONAS|Jonas Weber> + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Share here] ⋯ Details | Dependencies | Docs → https://developers.acme.example/charges
      context: Set in catalog, synced just now"
    `);
  });

  test("matches in a message", () => {
    expect(card("matches in a message")).toMatchInlineSnapshot(`
      "N: 2 things in this message
      (only they see it)
      section: *2 things in this message*
      section: *payments-api* service / Team Payments  [Choose]
      section: *checkout-web* website / Team Checkout  [Choose]"
    `);
  });

  test("nothing in a message", () => {
    expect(card("nothing in a message")).toMatchInlineSnapshot(`
      "N: Nothing of the catalog is in this message
      (only they see it)
      section: *Nothing of the catalog is in this message*
        Look it up by name, as in \`whoowns payments-api\`.
      actions: [Search]"
    `);
  });

  test("old button", () => {
    expect(card("old button")).toMatchInlineSnapshot(`
      "N: This button is from an older version. Type help.
      (only they see it)
      section: This button is from an older version. Type \`help\`."
    `);
  });

  test("button of a feature that is gone", () => {
    expect(card("button of a feature that is gone")).toMatchInlineSnapshot(`
      "N: This button is from an older version. Type help.
      (only they see it)
      section: This button is from an older version. Type \`help\`."
    `);
  });
});

test("everything keeps the rules of all messages", () => {
  const long = new Map([
    ["doctor", 20],
    ["all owned", 20],
    // Five files, each with what is wrong and what to do.
    ["gaps files", 11],
  ]);

  const breaks = [...cards].flatMap(([name, shownCard]) => {
    const lines = long.get(name);
    return houseRuleBreaks(shownCard, lines === undefined ? {} : { lines }).map((what) => `${name}: ${what}`);
  });

  expect(breaks).toEqual([]);
  expect(kinds.bot.slack.violations).toEqual([]);
});
