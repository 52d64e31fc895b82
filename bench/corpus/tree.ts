import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A folder of catalog files that stands for one tree, with the verdicts that the manifest expects of its files. */
export interface CorpusTree {
  readonly name: string;
  readonly folder: string;
  readonly repository?: { readonly host: string; readonly slug: string; readonly branch: string };
  /** Paths inside the folder, in order. */
  readonly paths: readonly string[];
  /** Expected verdicts by path: counts by verdict. */
  readonly expected: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** The trees below a data folder: one a repository of `catalogs`, and `oddities`. Undefined when the folder is not there. */
export function readCorpus(data: string): readonly CorpusTree[] | undefined {
  const catalogs = join(data, "catalogs");
  const oddities = join(data, "oddities");
  if (!existsSync(join(catalogs, "MANIFEST.tsv")) || !existsSync(oddities)) return undefined;
  const expected = readManifest(join(catalogs, "MANIFEST.tsv"));
  const folders = readdirSync(catalogs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const repositories = folders.map(({ name }): CorpusTree => {
    const slug = name.replace("__", "/");
    const folder = join(catalogs, name);
    const repository = { host: "github.com", slug, branch: "main" };
    return { name: slug, folder, repository, paths: list(folder), expected: expected.get(slug) ?? new Map() };
  });
  return [...repositories, { name: "oddities", folder: oddities, paths: list(oddities), expected: new Map() }];
}

function list(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")).sort();
}

function readManifest(path: string): Map<string, Map<string, Map<string, number>>> {
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  const bySlug = new Map<string, Map<string, Map<string, number>>>();
  for (const line of lines) {
    const cells = line.split("\t");
    const cell = (column: string) => cells[columns.indexOf(column)] ?? "";
    const counts = cell("validation")
      .split(";")
      .map((part): [string, number] => {
        const [verdict = "", count = "0"] = part.split(":");
        return [verdict, Number(count)];
      });
    const files = bySlug.get(cell("repo")) ?? new Map<string, Map<string, number>>();
    bySlug.set(cell("repo"), files.set(cell("path"), new Map(counts)));
  }
  return bySlug;
}
