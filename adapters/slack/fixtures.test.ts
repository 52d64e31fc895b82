import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";
import { type Payload, understood } from "../../src/testing/understanding.ts";

const folder = new URL("./fixtures/", import.meta.url);
const mia = "by T0WORKSPACE/U0MIA in T0WORKSPACE";
const miaInAll = "by E0ORG/W0MIA in T0WORKSPACE";

/** What each payload of fixtures/ means. */
const meanings: Readonly<Record<string, string>> = {
  "block-actions-in-message": `command "deps payments-api" ${mia}/C0CHECKOUT`,
  "block-actions-in-modal": `command "show payments-api" ${mia}/C0CHECKOUT`,
  "block-suggestion": `search ask "paym" ${mia}/C0CHECKOUT`,
  "direct-message": `direct "who owns payments-api?" ${mia}/D0MIA`,
  "direct-message-edited": "nothing",
  "global-shortcut": `shortcut find-in-catalog ${mia}/U0MIA`,
  mention: `mention "whoowns payments-api" ${mia}/C0CHECKOUT/1763700000.000100`,
  "message-shortcut": `shortcut who-owns-this "payments-api is down" ${mia}/C0CHECKOUT`,
  "org-wide-mention": `mention "mine" ${miaInAll}/C0CHECKOUT/1763700010.000200`,
  "org-wide-slash-command": `command "gaps" ${miaInAll}/C0CHECKOUT`,
  overflow: `open ask "component:default/payments-api" ${mia}/C0CHECKOUT`,
  "slash-command": `command "whoowns payments-api" ${mia}/C0CHECKOUT`,
  "view-submission": `form ask question=Why is it slow? ${mia}/C0CHECKOUT`,
};

test("every fixture has a meaning", () => {
  const named = Object.keys(meanings).map((name) => `${name}.json`);
  expect(readdirSync(folder).sort()).toEqual(named.sort());
});

test.each(Object.entries(meanings))("%s is understood as %s", async (name, meaning) => {
  const organisation = {
    enterprise: { id: "E0ORG", name: "Acme Group" },
    isEnterpriseInstall: true,
    users: [
      { id: "W0MIA", name: "mia", enterpriseUser: { id: "W0MIA", teams: ["T0WORKSPACE"] }, email: "mia@acme.example" },
    ],
  };
  const bench = await slackBench({
    world: name.startsWith("org-wide") ? organisation : {},
    sink: { hear: async () => {} },
  });
  const payload = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Payload;

  expect(await understood(bench, payload, meaning)).toBe(meaning);
  expect(bench.events.filter(({ user }) => user.barred !== undefined)).toEqual([]);
});
