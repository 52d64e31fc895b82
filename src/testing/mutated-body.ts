import fc from "fast-check";

const odd = fc.constantFrom<unknown>(
  ...[
    null,
    0,
    -1,
    1e308,
    true,
    "",
    "x",
    [],
    {},
    [[]],
    "\u0000",
    "\ud800",
    "<!channel>",
    "<at>x</at>",
    "__proto__",
    "constructor",
    { id: null },
  ],
  ...["x".repeat(5000), { length: 1e9 }, { toString: null }, [null], "1".repeat(300)],
);

/** One of the bodies with some of its values replaced, removed or added to. */
export function mutatedBody(
  bodies: readonly Readonly<Record<string, unknown>>[],
): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({
      body: fc.constantFrom(...bodies),
      seed: fc.array(fc.tuple(fc.nat(60), odd, fc.nat(3)), { minLength: 1, maxLength: 4 }),
    })
    .map(({ body, seed }) => {
      let result = structuredClone(body) as Record<string, unknown>;
      // A value of its own each time: one that was put into itself would never end.
      for (const [place, value, how] of seed) result = mutate(result, place, structuredClone(value), how);
      return result;
    });
}

function mutate(root: Record<string, unknown>, place: number, value: unknown, how: number): Record<string, unknown> {
  const spots: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      spots.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const spot = spots[place % Math.max(spots.length, 1)];
  if (spot === undefined) return root;
  const [node, key] = spot;
  if (how === 0) delete node[key];
  else if (how === 1)
    Object.defineProperty(node, "__proto__", { value, enumerable: true, configurable: true, writable: true });
  else node[key] = value;
  return root;
}

/** The beginning of a text, as of one whose end was lost. */
export function cutAt(whole: string, cut: number): string {
  return whole.slice(0, cut % (whole.length + 1));
}
