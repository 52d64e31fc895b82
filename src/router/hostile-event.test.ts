import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent, ChatUser } from "../chat/event.ts";
import { propertyRuns } from "../testing/property-runs.ts";
import { answer, routerSubject, testForm } from "../testing/router-subject.ts";

const pieces = [
  ...["", "__proto__", "constructor", "toString", "\u0000", "\ud800", "\u202e", "<!channel>", "<@U1|x>", "&lt;", "`"],
  ...[
    "whoowns",
    "whoowns x public",
    "sync",
    "ask",
    "take",
    "owns",
    "\n".repeat(50),
    "x".repeat(5000),
    "{{7*7}}",
    "../..",
  ],
];
const hostile = fc.oneof(
  fc.constantFrom(...pieces),
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(" ")),
);
const known = (id: string) => fc.oneof(fc.constant(id), hostile);
const yes = fc.constant(true as const);

const user = fc.record(
  {
    platform: hostile,
    tenant: hostile,
    id: hostile,
    email: hostile,
    displayName: hostile,
    profileUrl: hostile,
    isOperator: yes,
  },
  { requiredKeys: ["platform", "tenant", "id"] },
) as fc.Arbitrary<ChatUser>;
const barred = fc.constantFrom("guest", "external", "bot", "deactivated");
const barredUser = fc.tuple(user, barred).map(([one, why]) => ({ ...one, barred: why }) as ChatUser);

const heard = fc.record(
  {
    // A barred account gets nowhere: few of them are.
    user: fc.oneof({ weight: 9, arbitrary: user }, { weight: 1, arbitrary: barredUser }),
    address: fc.record(
      { platform: hostile, tenant: hostile, channel: hostile, thread: hostile },
      { requiredKeys: ["platform", "tenant", "channel"] },
    ),
    place: fc.constantFrom("channel", "direct"),
    placeName: hostile,
    placeUrl: hostile,
    canOpenForm: yes,
  },
  { requiredKeys: ["user", "address", "place"] },
);
const special = fc.oneof(
  fc.record({ type: fc.constant("command"), text: known("whoowns x public") }),
  fc.record({ type: fc.constant("command"), text: known("sync"), isInTheOpen: yes }),
  fc.record({ type: fc.constant("press"), press: known("take"), value: hostile }),
  fc.record({ type: fc.constant("open"), flow: known("ask"), state: hostile }),
  fc.record({ type: fc.constant("shortcut"), shortcut: known("owns"), texts: fc.array(hostile) }),
);
const event = fc.tuple(heard, special).map((parts) => Object.assign({}, ...parts) as ChatEvent);
const form = {
  flow: known("ask"),
  state: hostile,
  values: fc.dictionary(hostile, hostile),
  field: hostile,
  query: hostile,
};

/** Features that give back whatever they are given. */
function subject() {
  const { router, command, flow, hear, submit, options, logged } = routerSubject();
  const reply = (text: string) => answer(text);
  command({ name: "whoowns", takesAnything: true, whenEmpty: "ask", run: async (_, { rest }) => reply(rest) });
  command({ name: "sync", needs: "operate", run: async (_, { rest }) => reply(rest) });
  router.press({ id: "take", needs: "operate", run: async (_, value) => reply(value) });
  router.shortcut({
    id: "owns",
    name: "Who owns this?",
    description: "Finds the owner",
    on: "message",
    run: async (_, texts) => ({ status: "form", flow: "ask", state: texts.join(), message: { text: texts.join() } }),
  });
  flow({
    id: "ask",
    build: async (_, state) => ({ ...testForm, title: state }),
    submit: async (_, state) => ({ type: "command", command: state }),
    options: async (_, field, query) => [{ label: field, value: query }],
  });
  return { hear, submit, options, logged };
}

test("no event, whatever its fields hold, is more than refused", { timeout: 60_000 }, async () => {
  const { hear, logged } = subject();

  await fc.assert(
    fc.asyncProperty(event, async (one) => {
      const outcome = await hear(one);

      expect(["answer", "done", "form", "error", "silent"]).toContain(outcome.status);
      if (outcome.status === "error") expect(outcome.error.code).not.toBe("internal");
    }),
    propertyRuns(),
  );

  expect(logged()).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("no sent form and no search field is, either", { timeout: 60_000 }, async () => {
  const { submit, options, logged } = subject();

  await fc.assert(
    fc.asyncProperty(heard, fc.record(form), async (where, fields) => {
      const at = { ...where, ...fields } as Parameters<typeof submit>[0] & Parameters<typeof options>[0];

      expect(["done", "errors"]).toContain((await submit(at)).type);
      expect(Array.isArray(await options(at))).toBe(true);
    }),
    propertyRuns(),
  );

  expect(logged()).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
