import { z } from "zod";
import { BotError } from "../../errors.ts";
import { isWentWrong, type QueryError } from "./client.ts";
import { isTooMuch, tooMuch } from "./transport.ts";

/** Where a page of a GraphQL connection ends. */
const pageInfoSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

/** A page of a connection; what could not be told of it is null. */
export function connectionOf<T extends z.ZodType>(node: T) {
  return z.object({
    totalCount: z.number().optional(),
    pageInfo: pageInfoSchema,
    nodes: z.array(z.union([z.null(), node])),
  });
}

interface Connection<T> {
  readonly totalCount?: number | undefined;
  readonly pageInfo: z.infer<typeof pageInfoSchema>;
  readonly nodes: readonly (T | null)[];
}

/** What the pages of a connection came to. */
export interface Pages<T> {
  readonly nodes: readonly T[];
  /** Why some may be missing. */
  readonly gap?: string;
}

/** How large pages are. */
export interface PageSize {
  readonly most: number;
  readonly least: number;
}

/** Asks for one page. */
type AskPage<T> = (page: { first: number; after?: string }) => Promise<Page<T>>;

interface Page<T> {
  readonly data: Connection<T>;
  readonly errors: readonly QueryError[];
}

/** No organisation has as many; what says so goes on for ever. */
const longest = { pages: 10_000, nodes: 250_000, emptyInARow: 10 };

/** Grows again after so many pages that came well. */
const pagesBeforeGrowth = 4;

/**
 * Every page, one after the other. A page that is too much for the host is asked for again with half as many, down to the least.
 * @throws BotError when a page fails, also when it is not the first: part of a whole is of no use to those who ask
 */
export async function allPages<T>(size: PageSize, ask: AskPage<T>): Promise<Pages<T>> {
  const nodes: T[] = [];
  const seen = new Set<string>();
  const askPage = shrinking(size, ask);
  let failed = 0;
  let total = 0;
  let empty = 0;
  for (let after: string | undefined; ; ) {
    const page = await askPage(after);
    const whole = wholeNodes(page);
    nodes.push(...whole.nodes);
    failed += whole.failed;
    const { totalCount = 0, pageInfo } = page.data;
    // A page that knows of fewer than one before it is no end of the list.
    total = Math.max(total, totalCount);
    if (!pageInfo.hasNextPage) return withGap(nodes, failed, total);
    empty = page.data.nodes.length === 0 ? empty + 1 : 0;
    const isEndless = seen.size >= longest.pages || nodes.length > longest.nodes || empty >= longest.emptyInARow;
    if (isEndless || !pageInfo.endCursor || seen.has(pageInfo.endCursor))
      return { nodes, gap: `what comes after the first ${nodes.length} never came` };
    seen.add(pageInfo.endCursor);
    after = pageInfo.endCursor;
  }
}

function shrinking<T>({ most, least }: PageSize, ask: AskPage<T>): (after: string | undefined) => Promise<Page<T>> {
  let first = most;
  let well = 0;

  async function askOnce(after: string | undefined): Promise<Page<T>> {
    const page = await ask({ first, ...(after !== undefined && { after }) });
    // What is broken however few are asked for is left out and told; the others go on.
    if (first > least && page.errors.some(isWentWrong)) throw tooMuch("GitHub could not answer all of a page.");
    return page;
  }

  return async (after) => {
    for (;;) {
      try {
        const page = await askOnce(after);
        well += 1;
        if (well % pagesBeforeGrowth === 0) first = Math.min(first * 2, most);
        return page;
      } catch (error) {
        if (!isTooMuch(error) || first <= least) throw error;
        first = Math.max(Math.floor(first / 2), least);
        well = 0;
      }
    }
  };
}

/** One of which a part failed is left out whole: without its files it would look as if it had none. */
function wholeNodes<T>({ data, errors }: Page<T>): { readonly nodes: readonly T[]; readonly failed: number } {
  const broken = new Set(errors.map(({ path = [] }) => path[path.indexOf("nodes") + 1]));
  const nodes = data.nodes.filter((node, index): node is T => node !== null && !broken.has(index));
  return { nodes, failed: Math.max(data.nodes.length - nodes.length, errors.length > 0 ? 1 : 0) };
}

/** Those that come or go meanwhile make a difference of one or two; more is a gap. */
function withGap<T>(nodes: readonly T[], failed: number, total: number): Pages<T> {
  if (failed > 0) return { nodes, gap: `${failed} could not be told` };
  const missing = total - nodes.length;
  const isGap = missing > Math.max(2, total / 100) || (nodes.length === 0 && missing > 0);
  return isGap ? { nodes, gap: `${missing} of ${total} did not come` } : { nodes };
}

/** Says what that leaves out. */
export function gapError(host: string, what: string, gap: string): BotError {
  return new BotError("unavailable", `${host} did not tell all of ${what}: ${gap}. Nothing is removed for that.`);
}
