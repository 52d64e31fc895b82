// Checks the import rules of .dependency-cruiser.cjs, after it has proved on planted files that each rule can fail.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import { allowed, forbidden, packages, scene } from "./boundary-plants.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { forbidden: rules, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const checkedFolders = ["src", "adapters", "playground"];
/** What of the product the playground, its double of the platforms, may be: more is a product of its own. */
const playgroundShare = 1 / 3;

/** Modules and violations of a tree. */
async function check(baseDir) {
  const folders = checkedFolders.filter((folder) => readdirSync(baseDir).includes(folder));
  const { output } = await cruise(folders, { ...options, baseDir, validate: true, ruleSet: { forbidden: rules } });
  const own = output.modules.filter(({ source }) => checkedFolders.some((folder) => source.startsWith(`${folder}/`)));
  return { count: own.length, violations: [...output.summary.violations, ...environmentReaders(baseDir, own)] };
}

/** Files that read the environment and may not: no import, so the tool cannot see it. */
function environmentReaders(baseDir, modules) {
  const mayRead = /\.(test|soak)\.tsx?$|^playground\/testing\/|^src\/(testing|config|main|cli)\b|\/vite\.config\.ts$/;
  const reads = /\bprocess\s*(\.|\[["'])env\b|\benv\b[^{}]*\}\s*=\s*process\b|["'](node:)?process["']/;
  return modules
    .filter(({ source }) => !mayRead.test(source) && reads.test(readFileSync(join(baseDir, source), "utf8")))
    .map(({ source }) => ({ rule: { name: "environment" }, from: source, to: "process.env" }));
}

/** Lines of TypeScript below folders, with the tests that stand beside it: docs/adr/0007-the-playground.md says why. */
function lineCount(folders) {
  const isCode = (path) => /\.tsx?$/.test(path);
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${path}`))
    .filter(isCode)
    .reduce((count, path) => count + readFileSync(join(root, path), "utf8").split("\n").length - 1, 0);
}

/** Writes every planted file into an empty project, checks it, and tells what was not noticed or wrongly refused. */
async function checkPlants() {
  const folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  try {
    for (const [path, text] of plantedFiles()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { violations } = await check(folder);
    const fired = (rule, from, to) =>
      violations.some(
        (found) => found.rule.name === rule && found.from === from && (to === undefined || found.to.includes(to)),
      );
    const missed = forbidden.filter(([rule, from, to]) => !fired(rule, from, to));
    const wrong = allowed.filter(([from, to]) =>
      violations.some((found) => found.from === from && found.to.includes(to)),
    );
    const planted = new Set(forbidden.map(([rule]) => rule));
    const unplanted = rules.filter(({ name }) => !planted.has(name));
    return [
      ...missed.map(([rule, from, to]) => `rule ${rule} did not notice ${from} -> ${to}`),
      ...wrong.map(([from, to]) => `${from} -> ${to} is allowed but was refused`),
      ...unplanted.map(({ name }) => `rule ${name} has no planted violation in scripts/boundary-plants.js`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plantedFiles() {
  const files = new Map([["package.json", JSON.stringify({ type: "module" })]]);
  const add = (path, line = "") => files.set(path, `${files.get(path) ?? "export type Planted = 1;\n"}${line}`);
  const imports = [
    ...forbidden.map(([, from, to, kind]) => ({ from, to, kind })),
    ...[...allowed, ...scene].map(([from, to, kind]) => ({ from, to, kind })),
  ];
  for (const { from, to, kind } of imports) {
    const isFile = /^(src|adapters|playground|bench|scripts|test)\//.test(to);
    if (to === "process.env") add(from, "export const env = process.env;\n");
    else
      add(
        from,
        `import ${kind === "type" ? "type " : ""}* as planted from "${isFile ? relativeImport(from, to) : to}";\n`,
      );
    if (isFile && !to.includes("missing")) add(to);
  }
  for (const name of packages) {
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    files.set(`node_modules/${name}/index.js`, "");
  }
  return files;
}

function relativeImport(from, to) {
  return `${"../".repeat(from.split("/").length - 1)}${to}`.replace(/^(?!\.)/, "./");
}

const blind = await checkPlants();
const { count, violations } = await check(root);
const productLines = lineCount(["src", "adapters"]);
const playgroundLines = lineCount(["playground"]);
const isTooLong = playgroundLines >= productLines * playgroundShare;
for (const line of blind) console.error(line);
for (const { rule, from, to } of violations) {
  const comment =
    rules.find(({ name }) => name === rule.name)?.comment ??
    "only main, cli and the configuration read the environment";
  console.error(`${from} -> ${to}: ${rule.name} (${comment})`);
}
if (count === 0) console.error("no modules were found: nothing was checked");
const lengths = `playground/ has ${playgroundLines} lines to ${productLines} of src/ and adapters/`;
if (isTooLong) console.error(`${lengths}: it is to stay below a third`);
if (blind.length > 0 || violations.length > 0 || count === 0 || isTooLong) process.exitCode = 1;
else {
  console.log(`${count} modules keep ${rules.length} rules; ${forbidden.length} planted violations were noticed`);
  console.log(lengths);
}
