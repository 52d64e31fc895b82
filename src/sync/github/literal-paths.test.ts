import { expect, test } from "vitest";
import { literalPaths, withTwins } from "./literal-paths.ts";

test("a YAML file is meant with either ending; patterns and other files stay as they are", () => {
  expect(withTwins(["catalog-info.yaml", "docs/c.yml", "**/*.yaml", "{a,b}.yaml", "x.json"])).toEqual([
    "catalog-info.yaml",
    "catalog-info.yml",
    "docs/c.yml",
    "docs/c.yaml",
    "**/*.yaml",
    "{a,b}.yaml",
    "x.json",
  ]);
  expect(withTwins(["a.yaml", "a.yml"])).toEqual(["a.yaml", "a.yml"]);
});

test("patterns are no literal paths", () => {
  expect(literalPaths(["a/b.yaml", ".x/c.yml", "*.yaml", "?.yaml", "[ab].yaml", "{a,b}.yaml", "@(a).yaml"])).toEqual([
    "a/b.yaml",
    ".x/c.yml",
  ]);
});
