import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const surfaces = ["ground", "paper", "raised", "hover", "code", "tint", "mark"];
const texts = ["ink", "quiet", "link", "danger", "warning"];

test.each([
  ["light", 2],
  ["dark", 3],
])("every text is readable on every surface of the %s theme", (_theme, column) => {
  const colours = colourColumn(column);
  const pairs = [
    ...surfaces.flatMap((surface) => texts.map((text) => [text, surface])),
    ["on-accent", "accent"],
    ["on-danger", "danger"],
  ];

  const unreadable = pairs.filter(([text, surface]) => !(contrast(colours.get(text), colours.get(surface)) >= 4.5));

  expect(unreadable).toEqual([]);
});

test.each([
  ["light", 2],
  ["dark", 3],
])("the edges of what can be pressed stand out from what lies under them in the %s theme", (_theme, column) => {
  const colours = colourColumn(column);
  const pairs = ["edge", "accent"].flatMap((line) => surfaces.slice(0, 3).map((surface) => [line, surface]));

  const faint = pairs.filter(([line, surface]) => !(contrast(colours.get(line), colours.get(surface)) >= 3));

  expect(faint).toEqual([]);
});

/** The tokens of one theme, by name. */
function colourColumn(column: number): ReadonlyMap<string | undefined, string | undefined> {
  const css = readFileSync(new URL("theme.css", import.meta.url), "utf8");
  const tokens = css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g);
  return new Map([...tokens].map((token) => [token[1], token[column]]));
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string | undefined, other: string | undefined): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour = ""): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
