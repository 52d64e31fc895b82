import type { HubEvent } from "../event.ts";
import { accountJson, accountOf, organisationJson } from "../rest/account-json.ts";
import { installationJson } from "../rest/app-json.ts";
import { briefRepositoryJson, repositoryJson } from "../rest/repository-json.ts";
import { type Installation, type Json, organisation, repositoriesOf, type World } from "../world.ts";
import { pushPayload } from "./push-payload.ts";

/** What a hook is told; an App also, of which installation. https://docs.github.com/webhooks/webhook-events-and-payloads */
export function payloadOf(world: World, event: HubEvent, installation?: Installation): Json {
  const own = "repository" in event ? organisationJson(world, event.repository.owner) : undefined;
  return {
    ...factsOf(world, event),
    ...(own && { organization: own }),
    sender: accountJson(world, accountOf(world, event.sender)),
    ...(installation &&
      "repository" in event && {
        installation: briefInstallationJson(installation),
      }),
  };
}

function briefInstallationJson({ id }: Installation): Json {
  return { id, node_id: Buffer.from(`023:IntegrationInstallation${id}`).toString("base64") };
}

function factsOf(world: World, event: HubEvent): Json {
  switch (event.type) {
    case "push":
      return pushPayload(world, event);
    case "repository": {
      const { action, repository } = event;
      const changes = changesOf(world, event);
      return { action, ...(changes && { changes }), repository: repositoryJson(world, repository) };
    }
    case "installation": {
      const { action, installation } = event;
      const given = repositoriesOf(world, installation.account).filter(
        ({ id }) => installation.repositories === "all" || installation.repositories.has(id),
      );
      const repositories = given.map(briefRepositoryJson);
      return { action, installation: installationJson(world, installation), repositories, requester: null };
    }
    case "installation_repositories": {
      const { action, installation, repositories } = event;
      const all = repositories.map(briefRepositoryJson);
      return {
        action,
        installation: installationJson(world, installation),
        repository_selection: installation.repositories === "all" ? "all" : "selected",
        repositories_added: action === "added" ? all : [],
        repositories_removed: action === "removed" ? all : [],
        requester: null,
      };
    }
  }
}

function changesOf(world: World, event: Extract<HubEvent, { type: "repository" }>): Json | undefined {
  if (event.previousOwner === undefined) return event.changes;
  const login = event.previousOwner;
  const own = organisationJson(world, login);
  const from = organisation(world, login)
    ? { organization: own }
    : { user: accountJson(world, accountOf(world, login)) };
  return { owner: { from } };
}
