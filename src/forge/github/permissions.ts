/** A permission of the App, what it is for, and what is lost without it. */
export interface NeededPermission {
  /** As the API calls it. */
  readonly name: string;
  /** As the App's settings call it, with the group it stands in. */
  readonly label: string;
  readonly purpose: string;
  /** What does not work without it; nothing at all where it is required. */
  readonly without: string;
  readonly isRequired: boolean;
}

/** All of them are for reading. Verbs that nothing calls yet ask for nothing yet. */
export const neededPermissions: readonly NeededPermission[] = [
  {
    name: "metadata",
    label: "Repository permissions: Metadata",
    purpose: "which repositories there are",
    without: "no repository is found",
    isRequired: true,
  },
  {
    name: "contents",
    label: "Repository permissions: Contents",
    purpose: "catalog files and CODEOWNERS",
    without: "no catalog file is read",
    isRequired: true,
  },
  {
    name: "members",
    label: "Organization permissions: Members",
    purpose: "teams and people, for sources with people: true and for owners in CODEOWNERS",
    without: "teams and people of GitHub are not known, and owners in CODEOWNERS are told by their name alone",
    isRequired: false,
  },
];

/** Events that the App's webhook subscribes to; those of installations come unasked. */
export const neededEvents = [
  { name: "push", label: "Push", without: "a change to a catalog file is seen at the next sync only" },
  {
    name: "repository",
    label: "Repository",
    without: "a repository that is new, renamed, archived or deleted is seen at the next sync only",
  },
] as const;

/** A scope of a classic token, what it is for, what is lost without it, and whether only fetching missed deliveries needs it. */
export const neededScopes = [
  {
    name: "repo",
    impliedBy: [],
    purpose: "private repositories",
    without: "only public repositories are found",
    isForPull: false,
  },
  {
    name: "read:org",
    impliedBy: ["write:org", "admin:org"],
    purpose: "teams and their members",
    without: "teams and people of GitHub are not known",
    isForPull: false,
  },
  {
    name: "read:user",
    impliedBy: ["user", "user:email"],
    purpose: "addresses that people show, for telling who is who in chat",
    without: "people of GitHub are known in chat by a link in their catalog entry alone",
    isForPull: false,
  },
  {
    name: "admin:org_hook",
    impliedBy: [],
    purpose: "deliveries of webhooks that were missed (webhooks.github.pull)",
    without: "deliveries that were missed cannot be read again",
    isForPull: true,
  },
] as const;

/** Which of the needed ones somebody does not have. */
export function missingPermissions(given: Readonly<Record<string, string>>): readonly NeededPermission[] {
  return neededPermissions.filter(({ name }) => given[name] === undefined);
}

/** The same of a classic token's scopes. */
export function missingScopes(given: readonly string[]): readonly (typeof neededScopes)[number][] {
  return neededScopes.filter(({ name, impliedBy }) => ![name, ...impliedBy].some((scope) => given.includes(scope)));
}
