import { beforeAll, describe, expect, test } from "vitest";
import { renderMessage } from "../../adapters/teams/render/card.ts";
import { renderForm } from "../../adapters/teams/render/form.ts";
import { chatUrl, type Look } from "../../adapters/teams/render/text.ts";
import { cardText } from "../../src/testing/teams-card.ts";
import { houseRuleBreaks, layoutBreaks } from "../../src/testing/teams-house-rules.ts";
import { type TeamsMessages, teamsMessages } from "../../src/testing/teams-messages.ts";
import { validationEvents } from "../../src/testing/teams-soundness.ts";

const look: Look = {
  profileUrl: chatUrl,
  channelName: (url) => (url.includes("/help?") ? "Payments › help" : undefined),
  timeZone: "Europe/Berlin",
};

let all: TeamsMessages;

beforeAll(async () => {
  all = await teamsMessages();
}, 60_000);

const activity = (name: string) => {
  const message = all.messages.get(name);
  if (message === undefined) throw new Error(`${name} was not said`);
  return renderMessage(message, look);
};

const form = (name: string, problems?: Parameters<typeof renderForm>[2]) => {
  const open = all.forms.get(name);
  if (open === undefined) throw new Error(`${name} was not opened`);
  return renderForm(open, "", problems);
};

/** Without what is another at every run: references and dates. */
const card = (name: string): string =>
  cardText(activity(name))
    .replace(/Reference [0-9a-f]{6}/g, "Reference <six digits>")
    .replace(/\d{4}-\d\d-\d\d/g, "<date>");

describe("people in Teams see", () => {
  test("owner", () => {
    expect(card("owner")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (Payments › help)
      medium: **Team Payments** owns **payments-api**
        [Payments › help](channel) · [Mia Chen](chat with mia.chen), [Jonas Weber](chat with jonas.weber) + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Show details] ⋯ Dependencies | Docs → https://developers.acme.example/charges
      small, subtle: Set in catalog, synced just now"
    `);
  });

  test("owner for all", () => {
    expect(card("owner for all")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-api (Payments › help)
      medium: **Team Payments** owns **payments-api**
        [Payments › help](channel) · [Mia Chen](chat with mia.chen), [Jonas Weber](chat with jonas.weber) + 5
        Production service in checkout · tier 1
      actions: [Ask the team] [Show details] ⋯ Dependencies | Docs → https://developers.acme.example/charges
      small, subtle: Set in catalog, synced just now · shared by [Mia Chen](chat with mia.chen)"
    `);
  });

  test("owner with on-call", () => {
    expect(card("owner with on-call")).toMatchInlineSnapshot(`
      "N: Team Payments owns payments-gateway (Payments › help)
      medium: **Team Payments** owns **payments-gateway**
        [Payments › help](channel) · [Mia Chen](chat with mia.chen), [Jonas Weber](chat with jonas.weber) + 5
        Production service in payments · tier 1
      actions: [On call → https://oncall.acme.example/payments] [Runbook → https://runbooks.acme.example/payments-gateway] ⋯ Ask the team | Details | Dependencies | Dashboard → https://dashboards.acme.example/d/acquirer-latency
      small, subtle: Set in catalog, synced just now"
    `);
  });

  test("owner without channel", () => {
    expect(card("owner without channel")).toMatchInlineSnapshot(`
      "N: Team Mobile owns ios-app
      medium: **Team Mobile** owns **ios-app**
        [Arjun Rao](chat with arjun.rao), [Elif Demir](chat with elif.demir)
        Production mobile-app in storefront · tier 1
      actions: [Show details] [Show dependencies]
      small, subtle: Set in catalog, synced just now"
    `);
  });

  test("owner that is a person", () => {
    expect(card("owner that is a person")).toMatchInlineSnapshot(`
      "N: Mia Chen owns legacy-report
      medium: **Mia Chen** owns **legacy-report**
        Deprecated service in ledger
      actions: [Ask Mia Chen] [Show details] ⋯ Dependencies
      small, subtle: Set in catalog, synced just now"
    `);
  });

  test("owner inherited", () => {
    expect(card("owner inherited")).toMatchInlineSnapshot(`
      "N: Team Checkout owns mail-carrier (dev)
      medium: **Team Checkout** owns **mail-carrier**
        [dev](channel) · [Aisha Bello](chat with aisha.bello), [Lena Fischer](chat with lena.fischer) + 2
        Vendor in checkout
      actions: [Ask the team] [Show details] ⋯ Dependencies
      small, subtle: Owner of its system checkout; the vendor names none"
    `);
  });

  test("owner of a team", () => {
    expect(card("owner of a team")).toMatchInlineSnapshot(`
      "N: Team Payments is a team of 7 people (Payments › help)
      medium: **Team Payments** is a team of 7 people
        [Payments › help](channel) · [Mia Chen](chat with mia.chen), [Jonas Weber](chat with jonas.weber) + 5
        Owns 8 things
      actions: [On call → https://oncall.acme.example/payments] [Ask the team] ⋯ Show what it owns
      small, subtle: Set in catalog, synced just now"
    `);
  });

  test("owner of a file", () => {
    expect(card("owner of a file")).toMatchInlineSnapshot(`
      "N: Team Tax owns src/billing/tax.ts (tax)
      medium: **Team Tax** owns **src/billing/tax.ts**
        [tax](channel) · [Ana Silva](chat with ana.silva), [Tom Berg](chat with tom.berg)
        CODEOWNERS line 14: /src/billing/
        The rest of acme/shop: Team Storefront
      actions: [Ask the team] [Open line 14 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L14] ⋯ Details"
    `);
  });

  test("owner of a file that several own", () => {
    expect(card("owner of a file that several own")).toMatchInlineSnapshot(`
      "N: Team Billing owns src/billing/invoice.ts (billing)
      medium: **Team Billing** owns **src/billing/invoice.ts**
        [billing](channel) · [Daniel Okafor](chat with daniel.okafor), [Hanna Lind](chat with hanna.lind)
        CODEOWNERS line 15: /src/billing/invoice\\*
        Also: Team Tax
        The rest of acme/shop: Team Storefront
      actions: [Ask the team] [Open line 15 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L15] ⋯ Details"
    `);
  });

  test("owner of a file that is a person", () => {
    expect(card("owner of a file that is a person")).toMatchInlineSnapshot(`
      "N: Julia Stern owns src/search/rank.ts
      medium: **Julia Stern** owns **src/search/rank.ts**
        CODEOWNERS line 7: /src/search/
        The rest of acme/shop: Team Storefront
      actions: [Ask Julia Stern] [Open line 7 → https://github.com/acme/shop/blob/main/.github/CODEOWNERS#L7] ⋯ Details"
    `);
  });

  test("owner of a file that the catalog lacks", () => {
    expect(card("owner of a file that the catalog lacks")).toMatchInlineSnapshot(`
      "N: @acme/labs owns spike/try.ts
      medium: **‹guard›@acme/labs** owns **spike/try.ts**
        Not in the catalog
        CODEOWNERS line 1: /spike/
      actions: [Open line 1 → https://github.com/acme/labs/blob/main/CODEOWNERS#L1]"
    `);
  });

  test("owner of a file without a rule", () => {
    expect(card("owner of a file without a rule")).toMatchInlineSnapshot(`
      "N: Team Storefront owns acme/shop (storefront)
      medium: **Team Storefront** owns acme/shop
        [storefront](channel) · [Julia Stern](chat with julia.stern), [Noah Visser](chat with noah.visser)
        CODEOWNERS line 20 gives package-lock.json no owner
      actions: [Ask the team] [Show details] ⋯ Dependencies | Dashboard → https://dashboards.acme.example/d/web-vitals"
    `);
  });

  test("choice of files", () => {
    expect(card("choice of files")).toMatchInlineSnapshot(`
      "N: 2 matches for “src/pages/product.ts:12:3”
      medium: **2 matches for “src/pages/product.ts:12:3”‹guard›**
        **acme/labs** src/pages/product.ts
        **acme/shop** src/pages/product.ts
      actions: [acme/labs (in its place)] [acme/shop (in its place)]"
    `);
  });

  test("repository without a thing", () => {
    expect(card("repository without a thing")).toMatchInlineSnapshot(`
      "N: acme/labs has no catalog-info.yaml
      medium: **acme/labs has no catalog-info.yaml**
        CODEOWNERS names no owner for all of it.
      actions: [Search everything]"
    `);
  });

  test("owner unknown, with a guess", () => {
    expect(card("owner unknown, with a guess")).toMatchInlineSnapshot(`
      "N: ledger-sync has no valid owner
      medium: **ledger-sync has no valid owner**
        Its file names team-ledger, which does not exist.
        Best guess: **Team Ledger Core** (owner of ledger)
      actions: [Ask them] [Show the team] ⋯ Show details
      small, subtle: catalog/systems/ledger/ledger-sync/catalog-info.yaml:15"
    `);
  });

  test("choice", () => {
    expect(card("choice")).toMatchInlineSnapshot(`
      "N: 3 matches for “tax”
      medium: **3 matches for “tax”‹guard›**
        **tax-api** service / Team Tax
        **tax-rates** API / Team Tax
        **Team Tax** team
      actions: [tax-api (in its place)] [tax-rates (in its place)] [Team Tax (in its place)]"
    `);
  });

  test("nothing near", () => {
    expect(card("nothing near")).toMatchInlineSnapshot(`
      "N: Nothing here is called “zebra”
      medium: **Nothing here is called “zebra”‹guard›**
        It may have no catalog-info.yaml yet.
      actions: [Search everything]"
    `);
  });

  test("something near", () => {
    expect(card("something near")).toMatchInlineSnapshot(`
      "N: Nothing here is called “paymnt-gatwy-x”
      medium: **Nothing here is called “paymnt-gatwy-x”‹guard›**
      actions: [payments-gateway] [pay-gate] [payments-api]"
    `);
  });

  test("file with an error", () => {
    expect(card("file with an error")).toMatchInlineSnapshot(`
      "N: Nothing here is called “gift-cards”
      medium: **Nothing here is called “gift-cards”‹guard›**
        Its file has an error: …/systems/checkout/gift-cards/catalog-info.yaml:10. spec.owner is missing."
    `);
  });

  test("dependants", () => {
    expect(card("dependants")).toMatchInlineSnapshot(`
      "N: Before changing payments-api, tell 3 teams
      medium: **Before changing payments-api, tell 3 teams**
        **Team Checkout** [dev](channel): cart-api, checkout-web
        **Team Billing** [billing](channel): invoice-worker
        **Team Mobile**, no channel: ios-app
        Needs: auth, tax-api, orders-db
      actions: [Draft a note] [Who owns this]"
    `);
  });

  test("no dependants", () => {
    expect(card("no dependants")).toMatchInlineSnapshot(`
      "N: Nothing in the catalog needs legacy-report
      medium: **Nothing in the catalog needs legacy-report**
        Needs: ledger-db
      actions: [Who owns this]"
    `);
  });

  test("matches", () => {
    expect(card("matches")).toMatchInlineSnapshot(`
      "N: 6 matches for “kind:api”
      medium: **6 matches for “kind:api”‹guard›**
        **carts** API / Team Checkout
        **charges** API / Team Payments
        **prices** API / Team Storefront
        **settlement-events** API / Team Payments
        **shop-graph** API / Team Storefront
      actions: [Show all 6]"
    `);
  });

  test("thing", () => {
    expect(card("thing")).toMatchInlineSnapshot(`
      "N: payments-api is a production service
      medium: **payments-api** is a production service
        Charges cards and wallets, refunds them, and tells the shop how it went
        Team Payments · system checkout · tier 1
        Provides charges
        Tags: typescript, pci, refunds, cards
      actions: [Who owns this] [Show dependencies] ⋯ Docs → https://developers.acme.example/charges
      small, subtle: catalog/systems/checkout/payments-api/catalog-info.yaml:1"
    `);
  });

  test("owned", () => {
    expect(card("owned")).toMatchInlineSnapshot(`
      "N: Team Payments owns 8 things
      medium: **Team Payments owns 8 things**
        **Card acquirer** vendor / Team Payments
        **Card form** library / Team Payments
        **charges** API / Team Payments
        **payments-api** service / Team Payments
        **payments-gateway** service / Team Payments
      actions: [Show all 8] [Show the team]"
    `);
  });

  test("mine of nobody known", () => {
    expect(card("mine of nobody known")).toMatchInlineSnapshot(`
      "N: Your account matches nobody in the catalog (ada@acme.example). Ask those who run Callboard to be added.
        Your account matches nobody in the catalog (ada@acme.example). Ask those who run Callboard to be added."
    `);
  });

  test("gaps files", () => {
    expect(card("gaps files")).toMatchInlineSnapshot(`
      "N: 7 problems in catalog files
      medium: **7 problems in catalog files**
        **‹guard›…/systems/billing/fx-rates/catalog-info.yaml:16** fx-rates names ana.silva@acme.example as its owner, which is an e-mail address.
      subtle: Fix: Name a team or a person of the catalog instead, for example spec.owner: group:default/payments.
        **‹guard›…/systems/checkout/gift-cards/catalog-info.yaml:10** spec.owner is missing.
      subtle: Fix: Every Component needs an owner: add spec.owner, for example owner: group:default/payments.
        **‹guard›…/deploy-runner/catalog-info.yaml:31** The YAML is broken at line 31: a value holds a colon and is not in quotes.
      subtle: Fix: Put the value in quotes.
        **catalog/systems/ledger/catalog-info.yaml:25** resource:default/invoice-archive is defined in systems/billing/catalog-info.yaml:12 too, and that one counts.
      subtle: Fix: Remove one of the two, or give this one another name.
        **‹guard›…/systems/ledger/ledger-sync/catalog-info.yaml:15** ledger-sync names team-ledger as its owner, which is not in the catalog.
      subtle: Fix: Correct spec.owner, or add group:default/team-ledger to the catalog.
      actions: [Show all 7]"
    `);
  });

  test("help", () => {
    expect(card("help")).toMatchInlineSnapshot(`
      "N: Callboard: who owns it, who to tell, what is missing
      medium: **Who owns it, who to tell, what is missing**
        **whoowns payments-api** who to ask
        **deps payments-api** who to tell
        **find refund** search everything
        **show payments-api** what it is
        **owned payments** what they own
      actions: [What I own] [All commands]"
    `);
  });

  test("help for one", () => {
    expect(card("help for one")).toMatchInlineSnapshot(`
      "N: whoowns: who owns it and how to reach them
      medium: **whoowns**: who owns it and how to reach them
        **whoowns <‹guard›anything>‹guard›**
        **whoowns payments-api**
        **whoowns https:\\//github.com/acme/payments**
        **whoowns acme/shop/src/billing/tax.ts**"
    `);
  });

  test("usage", () => {
    expect(card("usage")).toMatchInlineSnapshot(`
      "N: deps needs a name: deps payments-api.
        **deps** needs a name: **deps payments-api**."
    `);
  });

  test("not allowed", () => {
    expect(card("not allowed")).toMatchInlineSnapshot(`
      "N: sync is for those who run Callboard. Ask one of its admins.
        **sync** is for those who run Callboard. Ask one of its admins."
    `);
  });

  test("doctor", () => {
    expect(card("doctor")).toMatchInlineSnapshot(`
      "N: 2 warnings
      medium: **2 warnings**
        ! Catalog: 7 problems in catalog files. **gaps files** says which.
        ! Channels: 1 of 12 teams has no channel (callboard.dev/teams-channel). **gaps channel** lists what they own.
        ✓ People on Teams (27 of 27 members of 12 teams are matched), catalog (96 things, synced 1 min ago), admins (1 entry), clock (<date>)
      actions: [Show the files] [Show the teams]"
    `);
  });

  test("bug", () => {
    expect(card("bug")).toMatchInlineSnapshot(`
      "N: Something went wrong. Reference <six digits>.
        Something went wrong. Reference <six digits>."
    `);
  });

  test("audit", () => {
    expect(card("audit")).toMatchInlineSnapshot(`
      "N: The latest 3 entries
      medium: **The latest 3 entries**
        **audit** by Ruth Keller, 13:01 CET
        **doctor** by Ruth Keller, 13:01 CET
        **sync** by Mia Chen, 13:01 CET, refused: may not operate"
    `);
  });

  test("question sent", () => {
    expect(card("question sent")).toMatchInlineSnapshot(`
      "N: Sent to Payments › help.
        Sent to Payments › help."
    `);
  });

  test("question", () => {
    expect(card("question")).toMatchInlineSnapshot(`
      "N: Question about payments-api from Lena Fischer
      medium: **Question about payments-api** from [Lena Fischer](chat with lena.fischer)
      monospace, subtle: Can amounts be sent
      monospace, subtle: in minor units?
      actions: [I'll take it]"
    `);
  });

  test("question taken, 1", () => {
    expect(card("question taken, 1")).toMatchInlineSnapshot(`
      "N: Question about payments-api from Lena Fischer
      medium: **Question about payments-api** from [Lena Fischer](chat with lena.fischer)
      monospace, subtle: Can amounts be sent
      monospace, subtle: in minor units?
      small, subtle: Taken by [Jonas Weber](chat with jonas.weber), 13:01 CET"
    `);
  });

  test("question taken, 2", () => {
    expect(card("question taken, 2")).toMatchInlineSnapshot(`
      "N: Jonas Weber takes your question about payments-api.
        [Jonas Weber](chat with jonas.weber) takes your question about payments-api."
    `);
  });

  test("question form", () => {
    expect(cardText(form("question form"))).toMatchInlineSnapshot(`
      "title: Ask Team Payments
      input: Question (Input.Text, long)
      small, subtle: About payments-api
      small, subtle: Goes to Payments › help with your name.
      actions: [Send]"
    `);
  });

  test("question form with an error", () => {
    const problems = { errors: { question: "Write your question." }, values: { question: "so\nfar" } };
    expect(cardText(form("question form", problems))).toMatchInlineSnapshot(`
      "title: Ask Team Payments
      attention: Not sent yet. See Question.
      input: Question (Input.Text, long)
        value: so⏎far
      attention: Write your question.
      small, subtle: About payments-api
      small, subtle: Goes to Payments › help with your name.
      actions: [Send]"
    `);
  });

  test("search form", () => {
    expect(cardText(form("search form"))).toMatchInlineSnapshot(`
      "title: Who owns it
      input: Name (Input.ChoiceSet, filtered)
        placeholder: payments-api
      small, subtle: Who owns it and how to reach them
      actions: [Show]"
    `);
  });

  test("note form", () => {
    expect(cardText(form("note form"))).toMatchInlineSnapshot(`
      "title: Draft a note
      input: Note (Input.Text, long, optional)
        value: We are about to change tax-api. These need it:⏎- Team Billing: invoice-worker⏎- Team Payments: payments-api⏎⏎What changes: ⏎From when: ⏎What to do: 
      small, subtle: Copy it to where the teams read it. Nothing is posted from here.
      actions: [Close]"
    `);
  });
});

test("everything keeps the rules of all messages", () => {
  const long = new Map([
    ["doctor", 20],
    ["all owned", 20],
    // Five files, each with what is wrong and what to do.
    ["gaps files", 12],
  ]);

  const breaks = [...all.messages.keys()].flatMap((name) => {
    const lines = long.get(name);
    return houseRuleBreaks(activity(name), lines === undefined ? {} : { lines }).map((what) => `${name}: ${what}`);
  });

  expect(breaks).toEqual([]);
  expect([...all.forms.keys()].flatMap((name) => layoutBreaks(form(name)))).toEqual([]);
});

test("the renderer of Adaptive Cards has nothing to say of any message or form", () => {
  const shown = [...[...all.messages.keys()].map(activity), ...[...all.forms.keys()].map((name) => form(name))];

  expect(shown.flatMap(validationEvents)).toEqual([]);
  expect(shown.length).toBeGreaterThan(45);
});
