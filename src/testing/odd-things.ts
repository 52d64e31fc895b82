import { readFileSync } from "node:fs";
import { descriptor, documents } from "./descriptor.ts";
import { createMemorySource, type MemorySource } from "./memory-source.ts";

const shopOwners = new URL("../../data/repositories/shop/.github/CODEOWNERS", import.meta.url);

/** Things that the sample organisation does not have, and its repositories on GitHub. */
export function oddThings() {
  const { source, ...options } = sampleRepositories();
  const files = {
    "catalog-info.yaml": documents(
      descriptor("Vendor", "mail-carrier", { spec: { system: "checkout" } }),
      descriptor("Component", "adrift", { spec: { type: "service", lifecycle: "production", owner: "team-nobody" } }),
    ),
  };
  source.tree("acme/odd", { files });
  return { source, ...options };
}

/** Repositories of the sample organisation that say who owns which files: its shop, and one in which the catalog has nothing. */
export function sampleRepositories() {
  const source = createMemorySource("odd");
  repository(source, "acme/shop", { ".github/CODEOWNERS": readFileSync(shopOwners, "utf8") });
  repository(source, "acme/labs", { CODEOWNERS: "/spike/ @acme/labs\n/src/pages/ @acme/mobile\n" });
  return { source, isTrusted: true, paths: ["**/*.yaml"] };
}

function repository(source: MemorySource, slug: string, files: Readonly<Record<string, string>>): void {
  const webUrl = `https://github.com/${slug}`;
  source.tree(slug, { repository: { host: "github.com", slug, branch: "main", webUrl }, files });
}
