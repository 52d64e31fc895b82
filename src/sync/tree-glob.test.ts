import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../testing/property-runs.ts";
import { isGlob, treeGlob } from "./tree-glob.ts";

describe("a pattern", () => {
  test.each([
    ["*.yaml", "a.yaml", true],
    ["*.yaml", "a/b.yaml", false],
    ["**/*.yaml", "a/b/c.yaml", true],
    ["**/*.yaml", "c.yaml", true],
    ["a/**/b.yaml", "a/b.yaml", true],
    ["a/**", "a/b/c", true],
    ["?.yaml", "ab.yaml", false],
    ["{a,b}/*.{yaml,yml}", "b/x.yml", true],
    ["{a,b}/*.{yaml,yml}", "c/x.yml", false],
    ["a+(b).yaml", "a+(b).yaml", true],
    ["a[1].yaml", "a[1].yaml", true],
    ["{open", "{open", true],
  ])("%s and %s: %s", (pattern, path, isMatch) => {
    expect(treeGlob(pattern)(path)).toBe(isMatch);
  });

  test("means what picomatch makes of it", () => {
    const step = fc.constantFrom("a", "b", "*", "?", "a*", "*b", "**", "a?b", "*a*b*");
    const name = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 4 });
    const paths = fc.array(name, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), paths, (steps, names) => {
        const pattern = steps.join("/");
        const path = names.join("/");
        // picomatch lets a last `/**` stand for nothing at all only behind a literal; that is its affair.
        fc.pre(steps.at(-1) !== "**" && !/\*\*\/\*\*/.test(pattern));
        expect(treeGlob(pattern)(path)).toBe(picomatch(pattern, { dot: true })(path));
      }),
      propertyRuns(),
    );
  });

  test.each([
    ["stars", `${"*a".repeat(100)}b`, "a".repeat(4000)],
    ["folders", `${"**/".repeat(200)}x`, "a/".repeat(2000)],
    ["a repeated group", "+(a|aa)+(a|aa)+(a|aa)b", "a".repeat(4000)],
    ["braces", "{a,b}".repeat(40), "ab".repeat(40)],
  ])("of hostile %s takes no time to speak of", (_, pattern, path) => {
    const startedMs = performance.now();

    treeGlob(pattern)(path);

    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

test("brackets and plus signs make no pattern", () => {
  expect(["a.yaml", "a[1].yaml", "+(a).yaml", "*.yaml", "a?.yaml", "{a}.yaml"].map(isGlob)).toEqual([
    ...[false, false, false],
    ...[true, true, true],
  ]);
});
