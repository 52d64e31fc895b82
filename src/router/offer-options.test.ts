import { expect, test } from "vitest";
import { heard, refuse, routerSubject } from "../testing/router-subject.ts";

const choices = Array.from({ length: 150 }, (_, index) => ({ label: `Thing ${index}`, value: String(index) }));

test("a search field offers what its flow knows, at most 100", async () => {
  const { flow, options } = routerSubject();
  const asked: string[][] = [];
  flow({
    id: "ask",
    async options(_, field, query, state) {
      asked.push([field, query, state]);
      return choices;
    },
  });

  expect(await options()).toEqual(choices.slice(0, 100));
  expect(asked).toEqual([["thing", "pay", "s1"]]);
});

test("a flow without search fields offers nothing, and so does one that is gone", async () => {
  const { flow, options, logged } = routerSubject();
  flow({ id: "ask" });

  expect(await options()).toEqual([]);
  expect(await options({ flow: "gone" })).toEqual([]);
  expect(logged()).toEqual([]);
});

test("what goes wrong offers nothing and is logged once", async () => {
  const { flow, options, logged } = routerSubject();
  flow({ id: "down", options: refuse("unavailable", "There is no catalog yet.") });
  flow({
    id: "broken",
    options: async () => {
      throw new TypeError("bug");
    },
  });

  expect(await options({ flow: "down" })).toEqual([]);
  expect(await options({ flow: "broken" })).toEqual([]);
  expect(logged()).toMatchObject([
    { msg: "no options", flow: "down", field: "thing", code: "unavailable" },
    { msg: "form failed", form: "broken" },
  ]);
});

test.each([
  ["a barred account", { user: { ...heard.user, barred: "external" } }],
  ["somebody who may not send the form", {}],
] as const)("%s is offered nothing", async (_, query) => {
  const { flow, options, allow, audited } = routerSubject();
  allow("ask");
  flow({ id: "ask", needs: "operate", options: async () => choices });

  expect(await options(query)).toEqual([]);
  expect(audited).toMatchObject([{ result: "refused" }]);
});

test("typing fast into a search field takes nothing from what may be asked", async () => {
  const { command, flow, options, say, clock } = routerSubject();
  command({ name: "whoowns" });
  flow({ id: "ask", options: async () => choices });

  for (let key = 0; key < 60; key += 1) expect(await options()).toHaveLength(100);

  expect(await options()).toEqual([]);
  expect(await say("whoowns x")).toMatchObject({ status: "answer" });
  await clock.advance(100);
  expect(await options()).toHaveLength(100);
});
