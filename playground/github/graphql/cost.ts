import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { typedError } from "./connection.ts";
import { schema } from "./schema.ts";

/** What a query costs. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export interface Cost {
  readonly points: number;
  /** How many nodes it may bring. */
  readonly nodes: number;
  /** Which fields it asks for: `User.email`. */
  readonly fields: ReadonlySet<string>;
}

const maxPage = 100;
const maxNodes = 500_000;

/** Counts what a query may bring. Throws GitHub's error where it asks for too much, or leaves open how much. */
export function costOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Cost {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === "FragmentDefinition" ? [[one.name.value, one] as const] : [])),
  );
  const total = { requests: 0, nodes: 0, fields: new Set<string>() };
  const operation = getOperationAST(document);
  if (operation) count({ fragments, variables, total }, operation.selectionSet, schema.getQueryType() ?? undefined, 1);
  if (total.nodes > maxNodes) {
    const many = total.nodes.toLocaleString("en-US");
    throw typedError(
      "MAX_NODE_LIMIT_EXCEEDED",
      `This query requests up to ${many} possible nodes which exceeds the maximum limit of 500,000.`,
    );
  }
  return { points: Math.max(1, Math.round(total.requests / 100)), nodes: total.nodes, fields: total.fields };
}

interface Counting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly total: { requests: number; nodes: number; readonly fields: Set<string> };
}

function count(
  counting: Counting,
  set: SelectionSetNode | undefined,
  type: GraphQLNamedType | undefined,
  times: number,
): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === "FragmentSpread") {
      const fragment = counting.fragments.get(selection.name.value);
      if (fragment) count(counting, fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), times);
    } else if (selection.kind === "InlineFragment") {
      const name = selection.typeCondition?.name.value;
      count(counting, selection.selectionSet, name === undefined ? type : schema.getType(name), times);
    } else countField(counting, selection, type, times);
  }
}

function countField(counting: Counting, field: FieldNode, type: GraphQLNamedType | undefined, times: number): void {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  const next = definition && getNamedType(definition.type);
  counting.total.fields.add(`${type?.name}.${field.name.value}`);
  if (!next?.name.endsWith("Connection")) {
    count(counting, field.selectionSet, next, times);
    return;
  }
  const size = pageSize(counting, field);
  counting.total.requests += times;
  counting.total.nodes += times * size;
  count(counting, field.selectionSet, next, times * size);
}

function pageSize({ variables }: Counting, { name: { value: name }, arguments: args = [] }: FieldNode): number {
  const given = (wanted: string) => {
    const value = args.find((one) => one.name.value === wanted)?.value;
    return value && numberOf(value, variables);
  };
  const [first, last] = [given("first"), given("last")];
  const size = first ?? last;
  if (size === undefined)
    throw typedError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  if (size > maxPage)
    throw typedError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`${first === undefined ? "last" : "first"}\` limit of 100 records.`,
    );
  return size;
}

function numberOf(value: ValueNode, variables: Readonly<Record<string, unknown>>): number | undefined {
  if (value.kind === "IntValue") return Number(value.value);
  const given = value.kind === "Variable" ? variables[value.name.value] : undefined;
  return typeof given === "number" ? given : undefined;
}
