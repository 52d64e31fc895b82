import { generateKeyPairSync } from "node:crypto";
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

describe("docs/config.md, docs/github.md, docs/teams.md and docs/agents-playground.md", () => {
  test("their examples are right configurations", async () => {
    const pages = (
      await Promise.all(["config", "github", "teams", "agents-playground"].map((name) => read(`docs/${name}.md`)))
    ).join("");
    const examples = [...pages.matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
      .map(([, text = ""]) => text)
      // What is written into a catalog file or for Microsoft's emulator is none.
      .filter((text) => !/^(?:metadata|version):/.test(text));
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const env = {
      GITHUB_TOKEN: "example-token",
      GITHUB_WEBHOOK_SECRET: "example-of-a-secret",
      GITHUB_APP_KEY: key,
      HTTPS_PROXY: "http://proxy.example.com:3128",
      SLACK_BOT_TOKEN: "xoxb-1111-2222-example",
      SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef",
      TEAMS_APP_ID: "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab",
      TEAMS_APP_PASSWORD: "abc8Q~example-of-a-client-secret",
      TEAMS_TENANT_ID: "72f988bf-0000-4000-8000-00000000beef",
    };

    const smallest = "catalog: { sources: [{ type: folder, name: local, path: catalog }] }\n";
    const forge = "forge: { github: [{ host: github.com, token: example }] }\n";

    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) {
      // The certificates and keys of the examples exist on no machine, and some pages show a part of the file.
      const text = [
        example,
        ...(/^catalog:/m.test(example) ? [] : [smallest]),
        ...(/^forge:/m.test(example) ? [] : [forge]),
      ]
        .join("")
        .replace("/etc/ssl/company.pem", new URL(import.meta.url).pathname)
        .replace(/\$\{file:[^}]*\.pem\}/g, "$" + "{GITHUB_APP_KEY}");
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
