import { type App, type Installation, type Json, nodeId, type World } from "../world.ts";
import { accountJson, accountOf } from "./account-json.ts";
import { timeText } from "./repository-json.ts";

/** An App. */
export function appJson(world: World, app: App): Json {
  const { id, slug, clientId, name, owner, permissions, events, createdAt } = app;
  return {
    ...{ id, slug, node_id: nodeId("A", id), client_id: clientId, name, description: "" },
    owner: accountJson(world, accountOf(world, owner)),
    external_url: world.webUrl,
    html_url: `${world.webUrl}/apps/${slug}`,
    created_at: timeText(createdAt),
    updated_at: timeText(createdAt),
    permissions,
    events,
    installations_count: [...world.installations.values()].filter((one) => one.app === app).length,
  };
}

/** Where it is installed. */
export function installationJson(world: World, installation: Installation): Json {
  const { id, app, account, permissions, repositories, isSuspended, createdAt } = installation;
  const owner = accountOf(world, account);
  const isOrganisation = owner.type === "Organization";
  return {
    id,
    ...{ client_id: app.clientId, app_id: app.id, app_slug: app.slug },
    account: accountJson(world, owner),
    repository_selection: repositories === "all" ? "all" : "selected",
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.webUrl}${isOrganisation ? `/organizations/${owner.login}` : ""}/settings/installations/${id}`,
    ...{ target_id: owner.id, target_type: isOrganisation ? "Organization" : "User" },
    permissions,
    events: app.events,
    created_at: timeText(createdAt),
    updated_at: timeText(createdAt),
    ...{ single_file_name: null, has_multiple_single_files: false, single_file_paths: [] },
    suspended_by: isSuspended ? accountJson(world, owner) : null,
    suspended_at: isSuspended ? timeText(world.now()) : null,
  };
}
