import { setMaxListeners } from "node:events";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import { slugParts } from "./address.ts";
import { absent, type Credentials } from "./credentials.ts";
import { isNotSignedIn, notAuthorisedForSso } from "./fault.ts";
import { notReached, scopesIn } from "./not-reached.ts";
import type { GitHubOptions } from "./options.ts";
import type { Query } from "./queries.ts";
import { readAnswer } from "./read-answer.ts";
import { type Answer, type Transport, tooMuch } from "./transport.ts";

/** How something is asked. */
export interface Asking {
  /** Whose credentials: those for this owner, or the App's own. */
  readonly as: { readonly owner: string } | "app";
  readonly signal: AbortSignal;
  readonly deadlineMs?: number;
  readonly repeats?: number;
}

/** An error in an answer of GraphQL that has other parts that are well. */
export type QueryError = z.infer<typeof queryErrorSchema>;

/** What every verb asks with. */
export interface Client {
  readonly options: GitHubOptions;
  readonly credentials: Credentials;
  /** @throws BotError */
  rest(route: string, parameters: Readonly<Record<string, unknown>>, asking: Asking): Promise<Answer>;
  /** @throws BotError also when all of the answer failed; errors of parts are given */
  graphql<T>(query: Query, schema: z.ZodType<T>, asking: Asking): Promise<{ data: T; errors: readonly QueryError[] }>;
  /** What came, as the schema says. @throws BotError when it is something else */
  read<T>(data: unknown, schema: z.ZodType<T>): T;
}

const queryErrorSchema = z.object({
  // It is quoted to people: nothing else than a word in capitals goes through.
  type: z
    .string()
    .regex(/^[A-Z_]{1,60}$/)
    .optional()
    .catch(undefined),
  message: z.string().catch(""),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
  extensions: z
    .object({ saml_failure: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const answerSchema = z.object({ data: z.unknown().optional(), errors: z.array(queryErrorSchema).default([]) });

/** A client that asked nothing yet. */
export function createClient(options: GitHubOptions, transport: Transport, credentials: Credentials): Client {
  const { host } = options;

  async function once(route: string, parameters: Readonly<Record<string, unknown>>, asking: Asking): Promise<Answer> {
    const { as, ...rest } = asking;
    const bearer = as === "app" ? await credentials.forApp() : await credentials.forOwner(as.owner, asking.signal);
    if (!bearer) throw new BotError("unsupported", `${host} is reached with a token; that takes a GitHub App.`);
    return transport.request({ route, parameters, bearer, ...rest });
  }

  const rest: Client["rest"] = async (route, parameters, asking) => {
    asking.signal.throwIfAborted();
    // Many ask at once on behalf of one sync.
    setMaxListeners(0, asking.signal);
    try {
      return await once(route, parameters, asking);
    } catch (error) {
      const { as } = asking;
      // A token of an installation may be revoked before its hour is over.
      if (as === "app" || !isNotSignedIn(error) || !credentials.forget(as.owner)) throw error;
      return once(route, parameters, asking);
    }
  };

  const read = <T>(data: unknown, schema: z.ZodType<T>): T => readAnswer(host, data, schema);

  return {
    options,
    credentials,
    rest,
    read,
    async graphql(query, schema, asking) {
      const parameters = { query: query.text, variables: query.variables };
      const answer = await rest("POST /graphql", parameters, { deadlineMs: 30_000, ...asking });
      const { data, errors } = read(answer.data, answerSchema);
      const fatal = errors.find(({ path }) => path === undefined || path.length === 0);
      if (data === null || data === undefined || fatal) throw queryFailure(fatal ?? errors[0], options);
      return { data: read(data, schema), errors };
    },
  };
}

/** What GitHub says when a query took it too long, or one thing in it is broken. */
export function isWentWrong({ message }: QueryError): boolean {
  return /something went wrong while executing your query/i.test(message);
}

/** What an error of GraphQL means to people. */
export function queryFailure(
  error: QueryError | undefined,
  options: Pick<GitHubOptions, "host" | "webUrl" | "auth">,
): BotError {
  const { host, webUrl, auth } = options;
  const cause = new Error(`GraphQL: ${error?.type ?? "no type"}`);
  if (error && isWentWrong(error)) return tooMuch(`${host} could not answer that. Try again in a minute.`);
  if (error?.extensions?.saml_failure) return notAuthorisedForSso(options, cause);
  if (error?.type === "NOT_FOUND")
    return new BotError("not_found", `${host} does not have that, or the credentials may not see it.`, { cause });
  if (error?.type === "FORBIDDEN" || error?.type === "INSUFFICIENT_SCOPES") {
    const told = { code: error.type, message: error.message, scopes: scopesIn(error.message) };
    // It does not say which permission that is; teams and members need one alone.
    const permissions = error.path?.[0] === "organization" ? ["members=read"] : [];
    return notReached({ host, webUrl, isApp: auth.type === "app", ...told, permissions }, cause);
  }
  return new BotError("unavailable", `${host} could not answer all of that (${error?.type ?? "no reason told"}).`, {
    cause,
  });
}

/** What `ask` gives of a repository; undefined for one that is not there, also where its name can be none's. */
export async function ofRepository<T>(
  slug: string,
  ask: (repository: { readonly owner: string; readonly repo: string }) => Promise<T>,
): Promise<T | undefined> {
  const parts = slugParts(slug);
  return parts && (await ask(parts).catch(absent));
}
