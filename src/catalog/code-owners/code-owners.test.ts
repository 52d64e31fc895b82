import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "../../testing/property-runs.ts";
import { defaultRule, ownersOf } from "./owners-of.ts";
import { parseCodeOwners } from "./parse-code-owners.ts";

/** Who owns a path, as written; undefined where no rule matches. */
function owners(file: string, path: string): readonly string[] | undefined {
  return ownersOf(parseCodeOwners(file), path)?.owners.map(({ text }) => text);
}

const matches = (pattern: string, path: string) => owners(`${pattern} @mia`, path) !== undefined;

describe("a pattern", () => {
  // By the rule of the documentation that decides, pattern, and paths that it matches and does not.
  const cases: readonly (readonly [rule: string, pattern: string, yes: readonly string[], no: readonly string[]])[] = [
    ["* is everything", "*", ["a", "src/a.ts", ".github/x", "a/b/c/d"], []],
    ["*.js is at any depth", "*.js", ["a.js", "src/a.js", "a/b/c.js", "lib.js/a.ts", ".js"], ["a.ts", "a.jsx", "js"]],
    ["a name is a file or folder anywhere", "apps", ["apps", "apps/a", "x/apps/y/z", "x/apps"], ["app", "apps.ts"]],
    ["apps/ is a folder anywhere", "apps/", ["apps/a", "x/apps/a", "x/y/apps/z/a"], ["apps", "x/apps", "myapps/a"]],
    ["a leading slash is the root", "/docs", ["docs", "docs/a", "docs/b/c"], ["x/docs", "x/docs/a", "docs.md"]],
    ["a leading and a trailing slash", "/docs/", ["docs/a", "docs/b/c"], ["docs", "x/docs/a"]],
    ["an inner slash is the root too", "build/logs", ["build/logs", "build/logs/a"], ["x/build/logs", "build/a/logs"]],
    [
      "/build/logs/ and all below",
      "/build/logs/",
      ["build/logs/a", "build/logs/b/c"],
      ["build/log/a", "x/build/logs/a"],
    ],
    ["docs/* is direct children only", "docs/*", ["docs/a.md"], ["docs/b/a.md", "docs", "x/docs/a.md"]],
    ["/* is files of the root only", "/*", ["a", "README.md"], ["src/a"]],
    ["* does not cross a slash", "src/*/test", ["src/a/test", "src/a/test/b"], ["src/test", "src/a/b/test"]],
    ["* within a name", "src/a*z.ts", ["src/az.ts", "src/a-to-z.ts"], ["src/a/z.ts", "src/az.tsx"]],
    ["a folder whose name matches holds all", "/f*", ["foo", "foo/bar/baz"], ["bar/foo"]],
    ["? is one character", "v?.md", ["v1.md", "x/v2.md", "v😀.md"], ["v.md", "v10.md", "v/.md"]],
    ["**/ is any depth", "**/logs", ["logs", "build/logs", "a/b/logs/c"], ["log", "a/logs.txt"]],
    ["**/ before a longer path", "**/a/b", ["a/b", "x/a/b", "x/y/a/b/c"], ["a/x/b"]],
    ["/** is all within", "docs/**", ["docs/a", "docs/a/b"], ["docs", "x/docs/a"]],
    ["/**/ is any number of folders", "a/**/b", ["a/b", "a/x/b", "a/x/y/b/c"], ["x/a/b", "a/xb"]],
    ["/**/ and a wildcard behind", "a/**/*.ts", ["a/x.ts", "a/b/c/x.ts"], ["x.ts", "a/x.js", "b/a/x.ts"]],
    ["** with several ends", "a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c"], ["a/c", "a/b", "b/c"]],
    ["** alone is everything", "**", ["a", "a/b"], []],
    ["**/* is everything", "**/*", ["a", "a/b"], []],
    ["/** is everything", "/**", ["a", "a/b"], []],
    ["**/ is whatever is in a folder", "**/", ["a/b", "a/b/c"], ["a"]],
    ["two asterisks in a name are one", "a**b", ["ab", "axxb"], ["a/b"]],
    ["a blank behind a backslash", "my\\ docs/", ["my docs/a", "x/my docs/a"], ["my/docs/a", "my\\ docs/a"]],
    ["an asterisk behind a backslash", "a\\*b", ["a*b"], ["axb", "a\\*b"]],
    ["a question mark behind a backslash", "a\\?b", ["a?b"], ["axb"]],
    ["a bracket behind a backslash", "app/\\[id\\]/", ["app/[id]/page.tsx"], ["app/i/page.tsx"]],
    ["a backslash behind a backslash", "a\\\\*", ["a\\", "a\\b"], ["ab", "a*"]],
    ["case counts", "/Docs/", ["Docs/a"], ["docs/a", "DOCS/a"]],
    ["dots are dots", "a.b", ["a.b"], ["axb", "ab"]],
    ["what is special elsewhere is not here", "a+(b)$|{c}^", ["a+(b)$|{c}^"], ["ab", "a+(b)"]],
    ["letters of any alphabet", "/größe/", ["größe/a"], ["grosse/a"]],
    ["a name is not its beginning", "/foo", ["foo/x"], ["foobar", "foo.txt"]],
    ["a path longer than the pattern's folder", "/a/b/c/", ["a/b/c/d"], ["a/b/c", "a/b"]],
    ["an @ in a folder's name", "/node/@types/", ["node/@types/a"], ["node/types/a"]],
  ];
  test.each(
    cases.flatMap(([rule, pattern, yes, no]) => [
      ...yes.map((path) => [rule, pattern, "matches", path] as const),
      ...no.map((path) => [rule, pattern, "does not match", path] as const),
    ]),
  )("%s: %s %s %s", (_, pattern, verb, path) => {
    expect(matches(pattern, path)).toBe(verb === "matches");
  });

  test.each([
    ["a folder that the rule is of", "/src/", "src/"],
    ["a folder within it", "/src/", "src/billing/"],
    ["a folder by a rule without a slash at its end", "/src/billing", "src/billing/"],
    ["a folder by *", "*", "src/"],
    ["the root by *", "*", ""],
    ["a folder by its direct children", "/src/*", "src/"],
  ])("knows %s", (_, pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  test.each([
    ["a folder above it", "/src/billing/", "src/"],
    ["a folder by the files of a kind in it", "*.ts", "src/"],
    ["the root by a folder", "/src/", ""],
  ])("does not know %s", (_, pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  test("is the same for a path from the root and from here", () => {
    for (const path of ["/src/a", "./src/a", "src//a"]) expect(matches("/src/", path)).toBe(true);
  });
});

describe("a file", () => {
  test("counts the last rule that matches, whatever is more special", () => {
    const file = "*.js @js\n/src/ @src\n* @all\n/docs/ @docs";

    expect(owners(file, "src/a.js")).toEqual(["@all"]);
    expect(owners(file, "docs/a.js")).toEqual(["@docs"]);
  });

  test("has rules without owners, which say that there are none", () => {
    const file = "/apps/ @octocat\n/apps/github\n";

    expect(owners(file, "apps/a")).toEqual(["@octocat"]);
    expect(owners(file, "apps/github/a")).toEqual([]);
    expect(owners(file, "a")).toBeUndefined();
  });

  test("names people, teams and addresses, several of them", () => {
    const { rules } = parseCodeOwners("* @mia @acme/tax docs@acme.example");

    expect(rules[0]?.owners).toEqual([
      { type: "user", text: "@mia", login: "mia" },
      { type: "team", text: "@acme/tax", org: "acme", slug: "tax" },
      { type: "email", text: "docs@acme.example", email: "docs@acme.example" },
    ]);
  });

  test.each([
    ["comments and empty lines", "# * @a\n\n   \n#* @b\n* @mia", 5],
    ["a comment behind a rule", "* @mia # and @jonas", 1],
    ["a comment without a blank before it", "* @mia#and @jonas", 1],
    ["ends of lines as Windows writes them", "# first\r\n* @mia\r\n", 2],
    ["a mark of the order of bytes", "\ufeff* @mia", 1],
    ["tabs and many blanks", "\t *  \t @mia \t", 1],
    ["no end of the last line", "# first\n* @mia", 2],
  ])("may have %s", (_, file, line) => {
    const { rules, errors } = parseCodeOwners(file);

    expect(errors).toEqual([]);
    expect(rules.map((rule) => [rule.line, rule.pattern, rule.owners.map(({ text }) => text)])).toEqual([
      [line, "*", ["@mia"]],
    ]);
  });

  test.each([
    ["! does not turn a pattern round", "!src @mia", "invalid_pattern"],
    ["[ ] is no range", "/src/[ab]/ @mia", "invalid_pattern"],
    ["a comment cannot be escaped", "\\#file @mia", "invalid_pattern"],
    ["three asterisks", "a/***/b @mia", "invalid_pattern"],
    ["a lone slash matches nothing", "/ @mia", "invalid_pattern"],
    ["two slashes", "a//b @mia", "invalid_pattern"],
    ["a backslash at the end", "src\\", "invalid_pattern"],
    ["an owner without @", "/src/ mia", "invalid_owner"],
    ["a team of a team", "/src/ @acme/tax/eu", "invalid_owner"],
    ["one bad owner among good ones", "/src/ @mia @@", "invalid_owner"],
    ["half an address", "/src/ mia@acme", "invalid_owner"],
    ["a mention of Slack", "/src/ <!channel>", "invalid_owner"],
    ["an owner of 10 KB", `/src/ @${"a".repeat(10_000)}`, "invalid_owner"],
  ])("passes over a line: %s", (_, line, reason) => {
    const file = `* @all\n${line}\n`;

    expect(parseCodeOwners(file).errors).toEqual([{ line: 2, reason }]);
    expect(owners(file, "src/a")).toEqual(["@all"]);
  });

  test("of 3 MB or more is not loaded", () => {
    const line = `/src/ @mia ${"#".repeat(1000)}\n`;

    expect(parseCodeOwners(line.repeat(3200))).toEqual({ rules: [], errors: [{ line: 0, reason: "too_large" }] });
    expect(parseCodeOwners(line.repeat(3000)).rules).toHaveLength(3000);
  });

  test.each(["*", "**", "/**", "**/*"])("has a rule for whatever no other is for: %s", (pattern) => {
    expect(defaultRule(parseCodeOwners(`${pattern} @mia\n/* @root\n*.js @js\n/src/ @src`))?.line).toBe(1);
  });

  test("may have no such rule", () => {
    expect(defaultRule(parseCodeOwners("/src/ @mia\n/* @root\n*.js @js"))).toBeUndefined();
  });
});

/** The same by trying everything. */
function slowly(pattern: string, path: string): boolean {
  const isOfFolder = pattern.endsWith("/");
  let parts = pattern.replace(/\/$/, "").split("/");
  parts = parts.length === 1 ? ["**", ...parts] : parts[0] === "" ? parts.slice(1) : parts;
  const all = (names: readonly string[], folders: readonly string[]): boolean => {
    const [name, ...others] = names;
    if (name === undefined) return folders.length === 0 ? !isOfFolder : isOfFolder || parts.at(-1) !== "*";
    if (name === "**" && others.length === 0) return folders.length > 0;
    if (name === "**") return folders.some((_, index) => all(others, folders.slice(index))) || all(others, []);
    const [folder, ...deeper] = folders;
    return folder !== undefined && one(name, folder) && all(others, deeper);
  };
  const one = (glob: string, name: string): boolean => {
    if (glob === "") return name === "";
    if (glob[0] === "*") return one(glob.slice(1), name) || (name !== "" && one(glob, name.slice(1)));
    return name !== "" && (glob[0] === "?" || glob[0] === name[0]) && one(glob.slice(1), name.slice(1));
  };
  return all(parts, path.split("/"));
}

test("a pattern matches as one that tries everything would", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 5 });
  const part = fc.oneof(name, fc.constantFrom("**", "*", "a", "b")).filter((text) => !text.includes("***"));
  const pattern = fc
    .record({
      start: fc.constantFrom("", "/"),
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
      end: fc.constantFrom("", "/"),
    })
    // Of `**/` at the end the documentation says nothing.
    .filter(({ parts, end }) => end === "" || parts.at(-1) !== "**")
    .map(({ start, parts, end }) => `${start}${parts.join("/")}${end}`);
  const folder = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 4 });
  const path = fc.array(folder, { minLength: 1, maxLength: 5 }).map((names) => names.join("/"));

  fc.assert(
    fc.property(pattern, path, (written, asked) => {
      expect([written, asked, matches(written, asked)]).toEqual([written, asked, slowly(written, asked)]);
    }),
    propertyRuns(),
  );
});

test("any text is a file, whose rules have lines of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 150 }), fc.string({ maxLength: 40 }), (file, path) => {
      const { rules, errors } = parseCodeOwners(file);
      const lines = file.split("\n");

      expect(rules.every(({ line, pattern }) => lines[line - 1]?.includes(pattern))).toBe(true);
      expect(errors.every(({ line }) => lines[line - 1] !== undefined)).toBe(true);
      ownersOf({ rules, errors }, path);
    }),
    propertyRuns(),
  );
});

describe("time", () => {
  const msOf = (act: () => unknown) => {
    const startedMs = performance.now();
    act();
    return performance.now() - startedMs;
  };
  const path = `${"a".repeat(200)}/${"a/".repeat(200)}${"a".repeat(300)}`;

  test.each([
    ["many wildcards", () => `/${"*a".repeat(100)}b @mia\n`],
    ["many folders", () => `${"**/a/".repeat(50)}b @mia\n`],
    ["a long name sought everywhere", () => `*${"a".repeat(60)}?b* @mia\n`],
    ["nothing but wildcards", () => `${"?*".repeat(500)} @mia\n`],
  ])("is in proportion to the file: %s", (_, line) => {
    const size = Math.floor(20_000 / line().length);
    const small = parseCodeOwners(line().repeat(size));
    const large = parseCodeOwners(line().repeat(10 * size));
    ownersOf(small, path);

    const smallMs = Math.min(...[1, 2, 3].map(() => msOf(() => ownersOf(small, path))));
    const largeMs = Math.min(...[1, 2, 3].map(() => msOf(() => ownersOf(large, path))));

    // Loosely: what is not in proportion takes 100 times as long, or for ever.
    expect(largeMs).toBeLessThan(40 * smallMs + 50);
    expect(largeMs).toBeLessThan(5000);
  });

  test("of a pattern that is longer than the path is none", () => {
    const file = parseCodeOwners(`${"*a".repeat(5000)} @mia\n`.repeat(300));

    expect(msOf(() => ownersOf(file, path))).toBeLessThan(1000);
  });

  test.each([
    ["*aaaaaaaab", "a".repeat(1000)],
    ["**/a/a/a/b", `${"a/".repeat(499)}a`],
    ["*a*a*ab", `${"a/".repeat(499)}a`],
  ])("of a file of 3 MB that was made to take long is short: %s", (pattern, path) => {
    const line = `${pattern}\n`;
    const file = parseCodeOwners(line.repeat(Math.floor(3_000_000 / line.length)));

    // Without a bound, half a minute on a slow machine.
    expect(msOf(() => ownersOf(file, path))).toBeLessThan(2000);
    expect(ownersOf(file, path)).toBeUndefined();
  });

  test("to read 100,000 lines is short", () => {
    const file = `${"/a*b/**/c ".padEnd(20)}@mia\n`.repeat(100_000);

    expect(msOf(() => parseCodeOwners(file))).toBeLessThan(5000);
  });
});
