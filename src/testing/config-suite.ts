import fc from "fast-check";
import { expect } from "vitest";
import { formatMistakes } from "../config/mistake.ts";
import { checkConfig } from "../config.ts";
import { brokenConfig, plantedSecret } from "./broken-config.ts";

/** The promise of a broken configuration: refused, each fault with its path, line and reason, no secret and no stack trace. */
export async function checkBrokenConfigs(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(brokenConfig(), async ({ text, paths }) => {
      const { config, mistakes } = await checkConfig({ text, path: "/nowhere/callboard.yaml", env: {} });

      expect(config).toBeUndefined();
      for (const path of paths) expect(mistakes.map((mistake) => mistake.path)).toContainEqual(startOfPath(path));
      const shown = formatMistakes("/nowhere/callboard.yaml", mistakes);
      expect(shown).not.toContain(plantedSecret);
      expect(shown).not.toMatch(/^\s+at |undefined|\[object/m);
      for (const mistake of mistakes) expect(mistake.message).toMatch(/^found .+; allowed: .+|not built yet/s);
    }),
    { numRuns: runs },
  );
}

/** Any text at all is refused with a reason, or is a configuration; nothing else is ever thrown. */
export async function checkAnyText(runs: number): Promise<void> {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.json(), yamlLike());
  await fc.assert(
    fc.asyncProperty(text, async (any) => {
      const { config, mistakes } = await checkConfig({ text: any, path: "/nowhere/callboard.yaml", env: {} });

      expect(config).toBeUndefined();
      expect(mistakes.length).toBeGreaterThan(0);
    }),
    { numRuns: runs },
  );
}

// A fault is reported at its path, or inside it where a list has the wrong items.
function startOfPath(path: string): unknown {
  return expect.stringMatching(new RegExp(`^${path.replace(/[[\].]/g, "\\$&")}($|[.[])`));
}

function yamlLike(): fc.Arbitrary<string> {
  const word = fc.constantFrom(
    "catalog",
    "sources",
    "data",
    ":",
    " ",
    "\n",
    "  ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!x",
    "|",
    "'",
    `$\{A}`,
    "---",
  );
  return fc.array(word, { maxLength: 40 }).map((words) => words.join(""));
}
