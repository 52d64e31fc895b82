import { buildSchema } from "graphql";

// The part of GitHub's schema that clients here ask for: names, types and arguments as in https://docs.github.com/graphql
const text = /* GraphQL */ `
  scalar URI
  scalar DateTime
  scalar GitObjectID
  scalar GitTimestamp

  enum RepositoryAffiliation { COLLABORATOR ORGANIZATION_MEMBER OWNER }
  enum RepositoryOrderField { CREATED_AT NAME PUSHED_AT STARGAZERS UPDATED_AT }
  enum OrderDirection { ASC DESC }
  enum RepositoryPrivacy { PRIVATE PUBLIC }
  enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
  enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
  enum TeamPrivacy { SECRET VISIBLE }
  enum TeamOrderField { NAME }
  enum TeamMembershipType { ALL CHILD_TEAM IMMEDIATE }
  enum TeamMemberRole { MAINTAINER MEMBER }
  enum TeamMemberOrderField { CREATED_AT LOGIN }
  enum OrganizationMemberRole { ADMIN MEMBER }

  input RepositoryOrder { field: RepositoryOrderField!, direction: OrderDirection! }
  input TeamOrder { field: TeamOrderField!, direction: OrderDirection! }
  input TeamMemberOrder { field: TeamMemberOrderField!, direction: OrderDirection! }

  type Query {
    viewer: User!
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    repositoryOwner(login: String!): RepositoryOwner
    organization(login: String!): Organization
    user(login: String!): User
    rateLimit(dryRun: Boolean = false): RateLimit
  }

  type RateLimit { cost: Int!, limit: Int!, nodeCount: Int!, remaining: Int!, used: Int!, resetAt: DateTime! }
  type PageInfo { endCursor: String, hasNextPage: Boolean!, hasPreviousPage: Boolean!, startCursor: String }

  interface RepositoryOwner {
    id: ID!
    login: String!
    url: URI!
    avatarUrl(size: Int): URI!
    repositories(
      affiliations: [RepositoryAffiliation], after: String, before: String, first: Int, isArchived: Boolean, isFork: Boolean
      last: Int, orderBy: RepositoryOrder, ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]
      privacy: RepositoryPrivacy, visibility: RepositoryVisibility
    ): RepositoryConnection!
    repository(followRenames: Boolean = true, name: String!): Repository
  }

  type Organization implements RepositoryOwner {
    id: ID!
    databaseId: Int
    login: String!
    name: String
    url: URI!
    avatarUrl(size: Int): URI!
    repositories(
      affiliations: [RepositoryAffiliation], after: String, before: String, first: Int, isArchived: Boolean, isFork: Boolean
      last: Int, orderBy: RepositoryOrder, ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]
      privacy: RepositoryPrivacy, visibility: RepositoryVisibility
    ): RepositoryConnection!
    repository(followRenames: Boolean = true, name: String!): Repository
    team(slug: String!): Team
    teams(
      after: String, before: String, first: Int, last: Int, orderBy: TeamOrder, privacy: TeamPrivacy, query: String
      rootTeamsOnly: Boolean = false
    ): TeamConnection!
    membersWithRole(after: String, before: String, first: Int, last: Int): OrganizationMemberConnection!
  }

  type User implements RepositoryOwner {
    id: ID!
    databaseId: Int
    login: String!
    name: String
    email: String!
    url: URI!
    avatarUrl(size: Int): URI!
    organizationVerifiedDomainEmails(login: String!): [String!]!
    repositories(
      affiliations: [RepositoryAffiliation], after: String, before: String, first: Int, isArchived: Boolean, isFork: Boolean
      last: Int, orderBy: RepositoryOrder, ownerAffiliations: [RepositoryAffiliation] = [OWNER, COLLABORATOR]
      privacy: RepositoryPrivacy, visibility: RepositoryVisibility
    ): RepositoryConnection!
    repository(followRenames: Boolean = true, name: String!): Repository
  }

  type RepositoryConnection { edges: [RepositoryEdge], nodes: [Repository], pageInfo: PageInfo!, totalCount: Int! }
  type RepositoryEdge { cursor: String!, node: Repository }

  type Repository {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    owner: RepositoryOwner!
    description: String
    url: URI!
    isArchived: Boolean!
    isDisabled: Boolean!
    isEmpty: Boolean!
    isFork: Boolean!
    isPrivate: Boolean!
    visibility: RepositoryVisibility!
    viewerPermission: RepositoryPermission
    diskUsage: Int
    createdAt: DateTime!
    pushedAt: DateTime
    updatedAt: DateTime!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(expression: String, oid: GitObjectID): GitObject
  }

  type Ref { id: ID!, name: String!, prefix: String!, target: GitObject, repository: Repository! }

  interface GitObject { id: ID!, oid: GitObjectID!, abbreviatedOid: String!, commitUrl: URI!, repository: Repository! }

  type Blob implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    commitUrl: URI!
    repository: Repository!
    byteSize: Int!
    isBinary: Boolean
    isTruncated: Boolean!
    text: String
  }

  type Tree implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    commitUrl: URI!
    repository: Repository!
    entries: [TreeEntry!]
  }

  type TreeEntry { name: String!, path: String, mode: Int!, type: String!, oid: GitObjectID!, size: Int!, object: GitObject }

  type Commit implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    commitUrl: URI!
    repository: Repository!
    url: URI!
    message: String!
    messageHeadline: String!
    committedDate: DateTime!
    authoredDate: DateTime!
    author: GitActor
    tree: Tree!
    file(path: String!): TreeEntry
  }

  type GitActor { name: String, email: String, date: GitTimestamp, user: User }

  type TeamConnection { edges: [TeamEdge], nodes: [Team], pageInfo: PageInfo!, totalCount: Int! }
  type TeamEdge { cursor: String!, node: Team }

  type Team {
    id: ID!
    databaseId: Int
    slug: String!
    combinedSlug: String!
    name: String!
    description: String
    privacy: TeamPrivacy!
    url: URI!
    organization: Organization!
    parentTeam: Team
    childTeams(
      after: String, before: String, first: Int, immediateOnly: Boolean = true, last: Int, orderBy: TeamOrder
    ): TeamConnection!
    members(
      after: String, before: String, first: Int, last: Int, membership: TeamMembershipType = ALL, orderBy: TeamMemberOrder
      query: String, role: TeamMemberRole
    ): TeamMemberConnection!
  }

  type TeamMemberConnection { edges: [TeamMemberEdge], nodes: [User], pageInfo: PageInfo!, totalCount: Int! }
  type TeamMemberEdge { cursor: String!, node: User!, role: TeamMemberRole! }
  type OrganizationMemberConnection { edges: [OrganizationMemberEdge], nodes: [User], pageInfo: PageInfo!, totalCount: Int! }
  type OrganizationMemberEdge { cursor: String!, node: User, role: OrganizationMemberRole }
`;

/** What GraphQL can be asked. */
export const schema = buildSchema(text);
