import { expect, test } from "vitest";
import { createProcessSlots } from "./process-slots.ts";

const never = new AbortController().signal;

test("no more than the given number is out at once, and the next in line gets a slot that is given back", async () => {
  const slots = createProcessSlots(2);
  const order: string[] = [];
  const first = await slots.take(never);
  await slots.take(never);
  const third = slots.take(never).then(() => order.push("third"));
  const fourth = slots.take(never).then(() => order.push("fourth"));
  await Promise.resolve();
  expect(order).toEqual([]);

  first();
  first(); // giving back twice frees one slot only
  await third;

  expect(order).toEqual(["third"]);
  void fourth;
});

test("an abort leaves the line, and its place is not lost to the others", async () => {
  const slots = createProcessSlots(1);
  const giveBack = await slots.take(never);
  const controller = new AbortController();
  const aborted = slots.take(controller.signal);
  const next = slots.take(never);
  controller.abort(new Error("stopped"));

  await expect(aborted).rejects.toThrow("stopped");
  giveBack();

  expect(await next).toBeTypeOf("function");
});

test("an aborted signal takes nothing", async () => {
  const slots = createProcessSlots(1);

  await expect(slots.take(AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");

  expect(await slots.take(never)).toBeTypeOf("function");
});
