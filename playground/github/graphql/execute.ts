import { type DocumentNode, execute, GraphQLError, type GraphQLFormattedError, parse, validate } from "graphql";
import type { Fault } from "../../wire/faults.ts";
import type { Credential } from "../credential.ts";
import type { RateState } from "../limits.ts";
import { Refusal } from "../refusal.ts";
import type { Reply } from "../rest/route.ts";
import { type Json, organisation, person, type World } from "../world.ts";
import { typedError } from "./connection.ts";
import { type Cost, costOf } from "./cost.ts";
import { accountNode, organisationNode, repositoryNamed, repositoryNode, userNode } from "./nodes.ts";
import { schema } from "./schema.ts";
import type { Scope } from "./scope.ts";
import { scopeErrors } from "./scopes.ts";

/** A query, and for whom. */
export interface Query {
  readonly world: World;
  readonly credential: Credential;
  readonly body: Json;
  readonly fault: Fault | undefined;
  /** Takes points from the limit; tells what is left. */
  readonly spend: (points: number) => RateState;
}

/** Answers a query. Also most mistakes are told with 200. */
export async function answerQuery({ world, credential, body, fault, spend }: Query): Promise<Reply> {
  const { query } = body;
  const variables = (body["variables"] ?? {}) as Json;
  if (typeof query !== "string")
    return problems([new GraphQLError("A query attribute must be specified and must be a string.")]);
  const read = readQuery(query, variables);
  if ("errors" in read) return problems(read.errors);
  const lacking = scopeErrors(credential, read.cost.fields);
  if (lacking.length > 0) return problems(lacking);
  const rate = spent(spend, read.cost.points);
  if (rate instanceof GraphQLError) return problems([rate]);
  if (fault?.error === "went wrong") return problems([new GraphQLError(wentWrong)], true);
  const scope: Scope = { world, credential, fault, nodes: { repository: repositoryNode, user: userNode } };
  const result = await execute({
    schema,
    document: read.document,
    rootValue: rootOf(scope, read.cost, rate),
    variableValues: variables,
    typeResolver: (value) => (value as { readonly __typename: string }).__typename,
  });
  const errors = result.errors?.map(formatted);
  return { status: 200, body: { data: result.data, ...(errors && { errors }) } };
}

/** The primary limit is told among the errors; the secondary one is a status. */
function spent(spend: Query["spend"], points: number): RateState | GraphQLError {
  try {
    return spend(points);
  } catch (error) {
    if (error instanceof Refusal && error.headers["retry-after"] === undefined)
      return typedError("RATE_LIMITED", error.message);
    throw error;
  }
}

/** In GitHub's words; it adds the request's id. */
const wentWrong =
  "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include `CA5E:1F3A:5A5A:9A9A:5F5F` when reporting this issue.";

type Read = { readonly document: DocumentNode; readonly cost: Cost } | { readonly errors: readonly GraphQLError[] };

function readQuery(query: string, variables: Json): Read {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : { document, cost: costOf(document, variables) };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

function problems(errors: readonly GraphQLError[], hasData = false): Reply {
  return { status: 200, body: { ...(hasData && { data: null }), errors: errors.map(formatted) } };
}

/** GitHub has the type beside the message. */
function formatted(error: GraphQLError): GraphQLFormattedError & { readonly type?: unknown } {
  const { extensions = {}, ...rest } = error.toJSON();
  const { type, ...more } = extensions;
  return { ...(type !== undefined && { type }), ...rest, ...(Object.keys(more).length > 0 && { extensions: more }) };
}

function rootOf(scope: Scope, cost: Cost, { limit, used, resetAt }: RateState): object {
  const { world, credential, fault } = scope;
  const isGone = fault?.error === "not found";
  const missing = (kind: string, how: string) =>
    typedError("NOT_FOUND", `Could not resolve to ${kind} with the ${how}.`);
  return {
    viewer: () => {
      const user = credential.type === "user" ? person(world, credential.login) : undefined;
      if (user === undefined) throw typedError("FORBIDDEN", "Resource not accessible by integration");
      return userNode(scope, user);
    },
    repository: ({ owner, name, followRenames }: { owner: string; name: string; followRenames: boolean }) => {
      const found = isGone ? undefined : repositoryNamed(scope, `${owner}/${name}`, followRenames);
      if (found === undefined) throw missing("a Repository", `name '${owner}/${name}'`);
      return repositoryNode(scope, found);
    },
    repositoryOwner: ({ login }: { login: string }) =>
      isGone ? null : accountNode(scope, world.accounts.get(login.toLowerCase())),
    organization: ({ login }: { login: string }) => {
      const found = isGone ? undefined : organisation(world, login);
      if (found === undefined) throw missing("an Organization", `login of '${login}'`);
      return organisationNode(scope, found);
    },
    user: ({ login }: { login: string }) => {
      const found = isGone ? undefined : person(world, login);
      if (found === undefined) throw missing("a User", `login of '${login}'`);
      return userNode(scope, found);
    },
    rateLimit: {
      cost: cost.points,
      nodeCount: cost.nodes,
      ...{ limit, used, remaining: limit - used },
      resetAt: resetAt.toISOString(),
    },
  };
}
