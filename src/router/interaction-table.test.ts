import { expect, test } from "vitest";
import { answer, routerSubject, testForm } from "../testing/router-subject.ts";

const shortcut = {
  id: "who-owns-this",
  name: "Who owns this?",
  description: "Finds the owner of what a message is about",
  on: "message",
  run: async () => answer(),
} as const;

test("shortcuts are listed for manifests as they were registered, without their code", () => {
  const { router } = routerSubject();
  router.shortcut(shortcut);
  router.shortcut({ ...shortcut, id: "find", name: "Find", on: "anywhere" });

  expect(router.shortcuts()).toEqual([
    {
      id: "who-owns-this",
      name: "Who owns this?",
      description: "Finds the owner of what a message is about",
      on: "message",
    },
    { id: "find", name: "Find", description: "Finds the owner of what a message is about", on: "anywhere" },
  ]);
});

test("an id is taken once by each kind", () => {
  const { router } = routerSubject();
  const flow = { id: "ask", build: async () => testForm, submit: async () => ({ type: "done" }) as const };
  const press = { id: "ask", run: async () => undefined };
  router.flow(flow);
  router.press(press);
  router.shortcut({ ...shortcut, id: "ask" });

  const conflict = expect.objectContaining({ code: "conflict" });
  expect(() => router.flow(flow)).toThrow(conflict);
  expect(() => router.press(press)).toThrow(conflict);
  expect(() => router.shortcut({ ...shortcut, id: "ask" })).toThrow(conflict);
  expect(router.shortcuts()).toHaveLength(1);
});
