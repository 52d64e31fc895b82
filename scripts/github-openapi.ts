// Writes playground/github/openapi.json: of GitHub's description of its REST API what the simulated one answers. Its argument is
// the unpacked package @octokit/openapi: npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
// npx tsx scripts/github-openapi.ts package
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../playground/github/rest/routes.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly parameters?: readonly (Parameter & Schema)[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & Schema>>;
}

interface Description {
  readonly "x-webhooks": Readonly<Record<string, { readonly post: Operation }>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Give the folder of the unpacked package @octokit/openapi.");
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly version: string };
const description = JSON.parse(readFileSync(join(folder, "generated", "api.github.com.json"), "utf8")) as Description;

const schemas = new Map<string, unknown>();

function at<T>(ref: string): T {
  const steps = ref.split("/").slice(1);
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], description) as T;
}

function resolved<T extends { readonly $ref?: string }>(value: T): T {
  return value.$ref === undefined ? value : at<T>(value.$ref);
}

/** What a value must have: types, and of objects the properties that are always there. */
function kept(schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    if (!schemas.has(name)) {
      schemas.set(name, {});
      schemas.set(name, kept(at<Schema>(schema.$ref)));
    }
    return { $ref: `#/schemas/${name}` };
  }
  const { type, nullable, required = [], properties = {}, items } = schema;
  const always = Object.entries(properties).filter(([name]) => required.includes(name));
  const all = (list: readonly Schema[] | undefined) => list?.map(kept);
  const parts = {
    type: nullable && type ? [type, "null"] : type,
    enum: nullable ? schema.enum?.concat(null) : schema.enum,
    required: required.length > 0 ? required : undefined,
    properties: always.length > 0 ? Object.fromEntries(always.map(([name, one]) => [name, kept(one)])) : undefined,
    items: items && kept(items),
    // What is described as one of several may fit two of them, now that only what is required is left.
    anyOf: all(schema.oneOf ?? schema.anyOf),
    allOf: all(schema.allOf),
  };
  return parts;
}

function operation({ parameters = [], requestBody, responses }: Operation): unknown {
  const query = parameters.map(resolved<Parameter & Schema>).filter((one) => one.in === "query");
  const body = requestBody?.content?.["application/json"]?.schema;
  const [status, answer] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  const schema = answer && resolved(answer).content?.["application/json"]?.schema;
  return {
    query: Object.fromEntries(
      query.map(({ name, required, schema: { type, enum: values } }) => [name, { type, enum: values, required }]),
    ),
    body: body && { properties: Object.keys(body.properties ?? {}), required: body.required },
    status: Number(status),
    answer: schema && kept(schema),
  };
}

const operations = routes.map(({ method, path }) => {
  const found = description.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`GitHub describes no ${method} ${path}.`);
  return [`${method} ${path}`, operation(found)] as const;
});
/** Those that the simulated GitHub tells of. */
const told =
  /^(push|installation(-repositories)?-.*|repository-(created|renamed|transferred|(un)?archived|deleted|edited))$/;
const webhooks = Object.entries(description["x-webhooks"])
  .filter(([name]) => told.test(name) && !name.includes("target"))
  .flatMap(([name, { post }]) => {
    const schema = post.requestBody?.content?.["application/json"]?.schema;
    return schema ? [[name, kept(schema)] as const] : [];
  });
const lines = (entries: Iterable<readonly [string, unknown]>) =>
  [...entries]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(",\n");
const about = `An extract of @octokit/openapi ${version}, api.github.com. MIT License, Copyright (c) 2020 Octokit contributors. Written by scripts/github-openapi.ts.`;
writeFileSync(
  new URL("../playground/github/openapi.json", import.meta.url),
  `{"about":${JSON.stringify(about)},\n"operations":{\n${lines(operations)}\n},\n"webhooks":{\n${lines(webhooks)}\n},\n"schemas":{\n${lines(schemas)}\n}}\n`,
);
