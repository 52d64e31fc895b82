import { expect, test } from "vitest";
import { hasTemplateMark, isSkeleton } from "./skeleton.ts";

test("template expressions of all engines are seen", () => {
  for (const text of [`a: \${{ x }}`, "{{ x }}", "{% if x %}", "<%= x %>"]) expect(hasTemplateMark(text)).toBe(true);
  for (const text of ["a: { b: { c: 1 } }", "a: $x", "50 % off", "<b>"]) expect(hasTemplateMark(text)).toBe(false);
});

test("a mistake far from any expression is a mistake", () => {
  expect(isSkeleton("kind: Component\nmetadata:\n  name: web\n  x: {{ y }}\nspec:\n  a: [\n  b: 1\n", 7)).toBe(false);
  expect(isSkeleton("kind: Component\nmetadata:\n  name: web\n  x: {{ y }}\nspec:\n", 4)).toBe(true);
  expect(isSkeleton("kind: Component\nmetadata:\n  name: web\n  x: {{ y }}\n\nspec:\n", 6)).toBe(true);
});

test("a Template holds expressions by right, unless its name is one", () => {
  const template = (name: string) => `kind: Template\nmetadata:\n  name: ${name}\nspec:\n  x: \${{ parameters.x }}\n`;

  expect(isSkeleton(template("web"), 5)).toBe(false);
  expect(isSkeleton(template("{{ x }}"), 5)).toBe(true);
});
