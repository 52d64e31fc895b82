import { need, roleIn } from "../credential.ts";
import { notFound, Refusal } from "../refusal.ts";
import { person, type Role } from "../world.ts";
import { accountJson, ownAccountJson } from "./account-json.ts";
import { fullRepositoryJson } from "./repository-json.ts";
import { type Asked, type Reply, type Route, repositoryOf } from "./route.ts";

/** What older clients are told of a role. */
const permissionOf: Readonly<Record<Role, string>> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

/** The repository itself, and who asks. */
export const repositoryRoutes: readonly Route[] = [
  { method: "GET", path: "/user", run: user },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    run: (asked) => ({ status: 200, body: fullRepositoryJson(asked.world, repositoryOf(asked)) }),
  },
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators/{username}/permission", run: permission },
];

function user({ world, credential }: Asked): Reply {
  if (credential.type === "none") throw new Refusal(401, "Requires authentication");
  if (credential.type === "installation") throw new Refusal(403, "Resource not accessible by integration");
  const found = credential.type === "user" ? person(world, credential.login) : undefined;
  if (found === undefined) throw new Refusal(401, "Bad credentials");
  return { status: 200, body: ownAccountJson(world, found) };
}

/** https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
function permission(asked: Asked): Reply {
  const { world, credential, params } = asked;
  const repository = repositoryOf(asked);
  need(credential, "metadata");
  const found = person(world, params["username"] ?? "");
  if (found === undefined) throw notFound();
  if (
    credential.type === "user" &&
    !["write", "maintain", "admin"].includes(roleIn(world, credential.login, repository))
  )
    throw new Refusal(403, "Must have push access to view collaborator permission.");
  const role = roleIn(world, found.login, repository);
  const levels = { admin: ["admin"], maintain: ["admin", "maintain"], push: ["admin", "maintain", "write"] };
  const may = Object.entries(levels).map(([name, all]) => [name, all.includes(role)] as const);
  const permissions = { ...Object.fromEntries(may), triage: !["none", "read"].includes(role), pull: role !== "none" };
  return {
    status: 200,
    body: {
      permission: permissionOf[role],
      role_name: role,
      user: { ...accountJson(world, found), permissions, role_name: role },
    },
  };
}
