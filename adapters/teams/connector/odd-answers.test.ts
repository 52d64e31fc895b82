import { expect, onTestFinished, test } from "vitest";
import { createFakeClock } from "../../../src/testing/fake-clock.ts";
import { recordedLog } from "../../../src/testing/recorded-log.ts";
import { createConnector } from "./create-connector.ts";
import { createLocalCloud } from "./local-cloud.ts";

async function connected() {
  const cloud = await createLocalCloud(onTestFinished);
  const { log } = recordedLog();
  const { signal } = new AbortController();
  const connector = createConnector({ options: cloud.options, clock: createFakeClock(), log, signal });
  const at = { id: "19:payments@thread.tacv2", serviceUrl: `${cloud.url}/connector/`, tenant: "home-tenant" };
  return { cloud, connector, at };
}

const noIds = [
  "",
  "null",
  "{}",
  "[]",
  '"sent"',
  "<html>ok</html>",
  '{"id":',
  '{"id":5}',
  `{"id":"${"x".repeat(2_000)}"}`,
];

test.each(noIds)("what was posted is posted, also where the connector answers %s", async (body) => {
  const { cloud, connector, at } = await connected();
  cloud.answer("/connector/", () => ({ status: 201, body }));

  expect(await connector.send(at, { text: "x" })).toEqual({ id: "" });
  expect(cloud.at("/connector/")).toHaveLength(1);
});

test("of a member only what is a text, and no novel, is read", async () => {
  const { cloud, connector, at } = await connected();
  const ada = { id: "29:ada", name: "Ada" };
  const odd = { aadObjectId: 5, objectId: {}, userPrincipalName: ["ada@acme.example"], tenantId: null, userRole: true };
  cloud.answer("/connector/", ({ path }) => {
    const told = { ...ada, ...odd, email: "x".repeat(2_000) };
    return { body: path.includes("pagedmembers") ? { members: [told] } : told };
  });

  expect(await connector.member(at, "29:ada")).toEqual(ada);
  expect(await connector.members(at)).toEqual({ members: [ada] });
});
