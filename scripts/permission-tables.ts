// Writes the tables of GitHub's permissions into README.md and docs/github.md, between their marks, from the list that `doctor` goes by.
import { readFile, writeFile } from "node:fs/promises";
import { neededEvents, neededPermissions, neededScopes } from "../src/forge/github/permissions.ts";

const places = ["README.md", "docs/github.md"];

const tables = {
  permissions: [
    ["permission", "what for", "without it"],
    ...neededPermissions.map(({ label, purpose, without }) => [`**${label}**`, purpose, without]),
  ],
  events: [["event", "without it"], ...neededEvents.map(({ label, without }) => [`**${label}**`, without])],
  scopes: [
    ["scope", "what for", "without it"],
    ...neededScopes.map(({ name, purpose, without }) => [`\`${name}\``, purpose, without]),
  ],
};

for (const place of places) {
  const file = new URL(`../${place}`, import.meta.url);
  const current = await readFile(file, "utf8");
  const next = filled(current);
  if (current !== next && process.argv.includes("--check")) {
    throw new Error(`${place} is not what \`npm run permissions\` writes.`);
  }
  if (current !== next) await writeFile(file, next);
  console.log(`${place} ${current === next ? "is current" : "written"}`);
}

function filled(text: string): string {
  return Object.entries(tables).reduce((filling, [name, rows]) => {
    const marked = new RegExp(`( *)<!-- ${name} -->\n(?:[^]*?<!-- /${name} -->\n)?`);
    return filling.replace(marked, (_, indent: string) => {
      const lines = [`<!-- ${name} -->`, ...tableOf(rows), `<!-- /${name} -->`];
      return lines.map((line) => `${indent}${line}\n`).join("");
    });
  }, text);
}

function tableOf([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
