import type { ForgePerson } from "../../forge/forge.ts";
import type { Services } from "../../plugin.ts";
import { type KnownRepositories, repositoryIndex } from "./known-repositories.ts";
import { type NamedTeam, teamMembers } from "./team-members.ts";

/** What is needed to tell whose something is. */
export interface OwnerServices extends Services {
  /** The repositories of the catalog as it is now. */
  repositories(): KnownRepositories;
  /** Who is in a team of a forge; undefined where that cannot be told soon. */
  membersOf(team: NamedTeam, signal: AbortSignal): Promise<readonly ForgePerson[] | undefined>;
}

/** Made once: it keeps what was read of CODEOWNERS files and who is in teams. */
export function ownerServices(services: Services): OwnerServices {
  const index = repositoryIndex();
  return {
    ...services,
    repositories: () => index(services.catalog.snapshot()),
    membersOf: teamMembers(services),
  };
}
