/** A GraphQL query; whatever comes from outside goes in as variables, so that no name can become part of it. */
export interface Query {
  readonly text: string;
  readonly variables: Readonly<Record<string, string | number | null>>;
}

/** How many repositories a page of a listing has. */
interface Page {
  readonly first: number;
  readonly after?: string | undefined;
}

/**
 * `Commit.file` gives an entry of a tree with its mode, so that a symlink, which is a blob too, is not taken for a file;
 * `Repository.object` gives the blob alone. https://docs.github.com/graphql/reference/objects#commit
 */
const entry = "{ mode type oid size }";
const repository =
  "{ nameWithOwner isArchived isFork defaultBranchRef { name target { oid ... on Commit { __typename FILES } } } }";

/** A page of what an owner has, oldest repository first: what comes while it is read comes last. */
export function listQuery(owner: string, paths: readonly string[], { first, after }: Page): Query {
  const files = filesOf(paths);
  return {
    text: `query List($owner: String!, $first: Int!, $after: String${files.declared}) {
  repositoryOwner(login: $owner) {
    repositories(first: $first, after: $after, ownerAffiliations: [OWNER], orderBy: {field: CREATED_AT, direction: ASC}) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes ${files.in(repository)}
    }
  }
}`,
    variables: { owner, first, after: after ?? null, ...files.variables },
  };
}

/** One repository, also by a name that it had. */
export function headQuery(owner: string, name: string, paths: readonly string[]): Query {
  const files = filesOf(paths);
  return {
    text: `query Head($owner: String!, $name: String!${files.declared}) {
  repository(owner: $owner, name: $name) ${files.in(repository)}
}`,
    variables: { owner, name, ...files.variables },
  };
}

/** Files of a commit. */
export function findQuery(owner: string, name: string, commit: string, paths: readonly string[]): Query {
  const files = filesOf(paths);
  return {
    text: `query Find($owner: String!, $name: String!, $commit: GitObjectID!${files.declared}) {
  repository(owner: $owner, name: $name) { object(oid: $commit) ${files.in("{ ... on Commit { __typename FILES } }")} }
}`,
    variables: { owner, name, commit, ...files.variables },
  };
}

/** Blobs of several repositories: `r0.b0`, `r0.b1`, `r1.b0`. */
export function blobsQuery(
  wanted: readonly { readonly owner: string; readonly name: string; readonly blobIds: readonly string[] }[],
): Query {
  const blob = "{ ... on Blob { byteSize isTruncated text } }";
  const declared = wanted.flatMap(({ blobIds }, r) => [
    `$o${r}: String!, $n${r}: String!`,
    ...blobIds.map((_, b) => `$r${r}b${b}: GitObjectID!`),
  ]);
  const asked = wanted.map(({ blobIds }, r) => {
    const blobs = blobIds.map((_, b) => `b${b}: object(oid: $r${r}b${b}) ${blob}`);
    return `  r${r}: repository(owner: $o${r}, name: $n${r}) { ${blobs.join(" ")} }`;
  });
  const variables = wanted.flatMap(({ owner, name, blobIds }, r) => [
    [`o${r}`, owner],
    [`n${r}`, name],
    ...blobIds.map((blobId, b) => [`r${r}b${b}`, blobId]),
  ]);
  return {
    text: `query Blobs(${declared.join(", ")}) {\n${asked.join("\n")}\n}`,
    variables: Object.fromEntries(variables),
  };
}

/** A page of an organisation's teams, each with the first hundred of its own members. */
export function teamsQuery(owner: string, { first, after }: Page): Query {
  return {
    text: `query Teams($owner: String!, $first: Int!, $after: String) {
  organization(login: $owner) {
    teams(first: $first, after: $after, orderBy: {field: NAME, direction: ASC}) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        slug name description parentTeam { slug }
        members(first: 100, membership: IMMEDIATE) { pageInfo { hasNextPage endCursor } nodes { login } }
      }
    }
  }
}`,
    variables: { owner, first, after: after ?? null },
  };
}

/**
 * Who is asked for with or without the address that they show. A text of its own for each: where the token may not ask for
 * addresses, the whole query is refused. https://docs.github.com/graphql/reference/objects#user
 */
const person = (withEmail: boolean) => (withEmail ? "{ login name email }" : "{ login name }");

/** A page of an organisation's members. */
export function membersQuery(owner: string, withEmail: boolean, { first, after }: Page): Query {
  return {
    text: `query Members($owner: String!, $first: Int!, $after: String) {
  organization(login: $owner) {
    membersWithRole(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes ${person(withEmail)}
    }
  }
}`,
    variables: { owner, first, after: after ?? null },
  };
}

/** A page of a team's members: its own, or those of the teams below too, who are members of it as well. */
export function teamMembersQuery(
  owner: string,
  slug: string,
  membership: "IMMEDIATE" | "ALL",
  { first, after, withEmail }: Page & { readonly withEmail: boolean },
): Query {
  return {
    text: `query TeamMembers($owner: String!, $slug: String!, $first: Int!, $after: String) {
  organization(login: $owner) {
    team(slug: $slug) {
      members(first: $first, after: $after, membership: ${membership}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes ${person(withEmail)}
      }
    }
  }
}`,
    variables: { owner, slug, first, after: after ?? null },
  };
}

function filesOf(paths: readonly string[]) {
  const fields = paths.map((_, index) => `f${index}: file(path: $f${index}) ${entry}`).join(" ");
  return {
    declared: paths.map((_, index) => `, $f${index}: String!`).join(""),
    variables: Object.fromEntries(paths.map((path, index) => [`f${index}`, path])),
    in: (selection: string) => selection.replace("FILES", fields),
  };
}
