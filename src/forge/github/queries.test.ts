import { schema as github } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import {
  blobsQuery,
  findQuery,
  headQuery,
  listQuery,
  membersQuery,
  type Query,
  teamMembersQuery,
  teamsQuery,
} from "./queries.ts";

const schema = buildSchema(github.idl, { assumeValid: true });
const id = "0123456789abcdef0123456789abcdef01234567";
const hostile = '") { id } } #\n../$f0';
const page = { first: 50 };
const queries: Readonly<Record<string, Query>> = {
  list: listQuery(hostile, [hostile, "catalog-info.yaml"], { first: 50, after: hostile }),
  "list of no files": listQuery("acme", [], page),
  head: headQuery(hostile, hostile, [hostile]),
  "head without files": headQuery("acme", "a", []),
  find: findQuery(hostile, hostile, id, [hostile, "b"]),
  blobs: blobsQuery([
    { owner: hostile, name: "a", blobIds: [id, id] },
    { owner: "acme", name: hostile, blobIds: [id] },
  ]),
  teams: teamsQuery(hostile, page),
  members: membersQuery(hostile, true, page),
  "members without addresses": membersQuery("acme", false, page),
  "members of a team": teamMembersQuery(hostile, hostile, "ALL", { ...page, withEmail: true }),
  "a team's own members": teamMembersQuery("acme", "a", "IMMEDIATE", { ...page, withEmail: false }),
};

test.each(Object.entries(queries))(
  "the query for %s is one of GitHub's schema, whatever it is asked for",
  (_, query) => {
    const { text, variables } = query;
    const declared = [...(text.split("\n")[0] ?? "").matchAll(/\$(\w+):/g)].map(([, name]) => name);

    expect(validate(schema, parse(text), undefined, { maxErrors: 5 })).toEqual([]);
    expect(Object.keys(variables).sort()).toEqual(declared.sort());
    expect(text).not.toContain(hostile);
  },
);
