import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../src/config.ts";

function read(path: string): Promise<string> {
  return readFile(new URL(`../${path}`, import.meta.url), "utf8");
}

/** The members of a union of texts, as its declaration lists them. */
async function unionMembers(path: string, name: string): Promise<readonly string[]> {
  const declaration = new RegExp(`export type ${name} =([^;]*);`).exec(await read(path))?.[1] ?? "";
  return [...declaration.matchAll(/"([^"]+)"/g)].map(([, member = ""]) => member);
}

/** The headings of a page that are a code. */
async function documentedCodes(path: string): Promise<readonly string[]> {
  return [...(await read(path)).matchAll(/^## `([^`]+)`$/gm)].map(([, code = ""]) => code);
}

describe("every code has its section and every section its code", () => {
  test.each([
    ["docs/errors.md", "src/errors.ts", "ErrorCode"],
    ["docs/problems.md", "src/catalog/problem.ts", "ProblemCode"],
  ])("%s explains %s", async (page, source, name) => {
    const codes = await unionMembers(source, name);

    expect(codes.length).toBeGreaterThan(5);
    expect(await documentedCodes(page)).toEqual(codes);
  });

  test("each problem has an example", async () => {
    const sections = (await read("docs/problems.md")).split(/^## /m).slice(1);

    expect(sections.filter((section) => !/^```[\s\S]+^```/m.test(section))).toEqual([]);
  });
});

describe("docs/config.md, docs/teams.md and docs/agents-playground.md", () => {
  test("their examples are right configurations", async () => {
    const pages = (
      await Promise.all(["config", "teams", "agents-playground"].map((name) => read(`docs/${name}.md`)))
    ).join("");
    const examples = [...pages.matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
      .map(([, text = ""]) => text)
      // What is written into a catalog file or for Microsoft's emulator is none.
      .filter((text) => !/^(?:metadata|version):/.test(text));
    const env = {
      GITHUB_TOKEN: "example-token",
      HTTPS_PROXY: "http://proxy.example.com:3128",
      SLACK_BOT_TOKEN: "xoxb-1111-2222-example",
      SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef",
      TEAMS_APP_ID: "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab",
      TEAMS_APP_PASSWORD: "abc8Q~example-of-a-client-secret",
      TEAMS_TENANT_ID: "72f988bf-0000-4000-8000-00000000beef",
    };

    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) {
      // The certificates of the example exist on no machine.
      const text = example.replace("/etc/ssl/company.pem", new URL(import.meta.url).pathname);
      expect((await checkConfig({ text, path: "/srv/callboard.yaml", env })).mistakes).toEqual([]);
    }
  });

  test("the first explains every key of the schema", async () => {
    const page = await read("docs/config.md");
    const keys = keysOf(JSON.parse(await read("docs/callboard.schema.json")));

    expect(keys.length).toBeGreaterThan(15);
    expect(keys.filter((key) => !page.includes(key))).toEqual([]);
  });
});

function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties = "properties" in schema && typeof schema.properties === "object" ? (schema.properties ?? {}) : {};
  return [
    ...Object.keys(properties),
    ...Object.values(schema).flatMap(keysOf),
    ...Object.values(properties).flatMap(keysOf),
  ];
}
