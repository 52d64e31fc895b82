import { GraphQLError } from "graphql";

/** Which part of a list is wanted. */
export interface Range {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** An error as GitHub types them. */
export function typedError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Part of a list; `edge` gives what an edge tells besides its node. https://docs.github.com/graphql/guides/using-pagination-in-the-graphql-api */
export function connection<T, N>(
  items: readonly T[],
  { first, last, after, before }: Range,
  nodeOf: (item: T) => N,
  edge: (item: T) => object = () => ({}),
): object {
  const from = after ? placeOf(after) : 0;
  const to = before ? placeOf(before) - 1 : items.length;
  const start = last ? Math.max(from, to - last) : from;
  const end = first ? Math.min(to, from + first) : to;
  const page = items.slice(start, end);
  const cursorAt = (index: number) => (page.length === 0 ? null : cursorOf(index));
  return {
    nodes: () => page.map((item) => nodeOrError(() => nodeOf(item))),
    edges: () =>
      page.map((item, index) => ({ cursor: cursorOf(start + index + 1), node: () => nodeOf(item), ...edge(item) })),
    totalCount: items.length,
    pageInfo: {
      startCursor: cursorAt(start + 1),
      endCursor: cursorAt(start + page.length),
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
    },
  };
}

/** What GraphQL makes null in a list, and tells among the errors. */
function nodeOrError<N>(node: () => N): N | Error {
  try {
    return node();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function cursorOf(place: number): string {
  return Buffer.from(`cursor:v2:${place}`).toString("base64");
}

function placeOf(cursor: string): number {
  const [, place] = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, "base64").toString()) ?? [];
  if (place === undefined)
    throw typedError("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(place);
}
