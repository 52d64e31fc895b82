import extract from "./openapi.json" with { type: "json" };
import type { Json } from "./world.ts";

interface Parameter {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly required?: boolean;
}

interface Operation {
  readonly query: Readonly<Record<string, Parameter>>;
  readonly body?: { readonly properties: readonly string[]; readonly required?: readonly string[] };
}

const operations = extract.operations as Readonly<Record<string, Operation>>;

/** What in a request is not as GitHub describes the operation. */
export function complaintsAbout(name: string, query: URLSearchParams, body: Json): readonly string[] {
  const operation = operations[name];
  if (operation === undefined) return ["there is no such operation here"];
  const { properties = [], required = [] } = operation.body ?? {};
  return [
    ...[...query].flatMap(([field, value]) => parameterComplaint(field, value, operation.query[field])),
    ...Object.entries(operation.query).flatMap(([field, parameter]) =>
      parameter.required && !query.has(field) ? [`the query lacks ${field}`] : [],
    ),
    ...Object.keys(body).flatMap((field) => (properties.includes(field) ? [] : [`the body has an unknown ${field}`])),
    ...required.flatMap((field) => (field in body ? [] : [`the body lacks ${field}`])),
  ];
}

function parameterComplaint(field: string, value: string, parameter: Parameter | undefined): readonly string[] {
  if (parameter === undefined) return [`the query has an unknown ${field}`];
  if (parameter.type === "integer" && !/^\d+$/.test(value)) return [`${field} is no number: ${value}`];
  const isOne = parameter.enum === undefined || parameter.enum.includes(value);
  return isOne ? [] : [`${field} is none of ${parameter.enum?.join(", ")}: ${value}`];
}
