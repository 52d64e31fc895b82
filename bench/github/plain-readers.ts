import { spawn } from "node:child_process";
import { once } from "node:events";
import type { HubHello } from "./hub.ts";

/** What a reader without listings of heads does, so many at once. */
const atOnce = 4;

/** `git ls-remote` of each repository: whether anything changed. Returns seconds. */
export function lsRemoteAll({ webUrl, slugs }: HubHello): Promise<number> {
  return inTurns(slugs, async (slug) => {
    const child = spawn("git", ["ls-remote", `${webUrl}/${slug}.git`, "HEAD"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.resume();
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`git ls-remote of ${slug} ended with ${code}`);
  });
}

/** The REST listing, a hundred a page, and the catalog file of each repository that is no fork and not archived. */
export async function readThroughRest({
  apiUrl,
  installationToken,
  slugs,
}: HubHello): Promise<{ readonly seconds: number; readonly files: number }> {
  const startedMs = performance.now();
  const get = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${installationToken}`, "user-agent": "bench" };
    const response = await fetch(`${apiUrl}${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const found: string[] = [];
  for (let page = 1; ; page += 1) {
    const { repositories } = (await get(`/installation/repositories?per_page=100&page=${page}`)) as Listing;
    found.push(...repositories.filter(({ archived, fork }) => !archived && !fork).map((one) => one.full_name));
    if (repositories.length < 100) break;
  }
  if (found.length !== slugs.length) throw new Error(`${found.length} of ${slugs.length} repositories were listed`);
  let files = 0;
  await inTurns(found, async (slug) => {
    const { content } = (await get(`/repos/${slug}/contents/catalog-info.yaml`)) as { readonly content: string };
    if (Buffer.from(content, "base64").includes("kind:")) files += 1;
  });
  return { seconds: (performance.now() - startedMs) / 1000, files };
}

interface Listing {
  readonly repositories: readonly {
    readonly full_name: string;
    readonly archived: boolean;
    readonly fork: boolean;
  }[];
}

async function inTurns(slugs: readonly string[], work: (slug: string) => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  const left = [...slugs];
  const worker = async () => {
    for (let slug = left.shift(); slug !== undefined; slug = left.shift()) await work(slug);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - startedMs) / 1000;
}
