import type { Installation, Json, Repository } from "./world.ts";

/** Something that happened, before it is told to hooks. */
export type HubEvent = {
  /** Login of whoever did it. */
  readonly sender: string;
} & (
  | {
      readonly type: "push";
      readonly repository: Repository;
      /** `refs/heads/main` */
      readonly ref: string;
      /** Absent for a new branch. */
      readonly before: string | undefined;
      /** Absent for a deleted one. */
      readonly after: string | undefined;
    }
  | {
      readonly type: "repository";
      readonly action: "created" | "renamed" | "transferred" | "archived" | "unarchived" | "deleted" | "edited";
      readonly repository: Repository;
      /** What was before, as the payload has it. */
      readonly changes?: Json;
      /** Of what was transferred. */
      readonly previousOwner?: string;
    }
  | {
      readonly type: "installation";
      readonly action: "created" | "deleted" | "suspend" | "unsuspend" | "new_permissions_accepted";
      readonly installation: Installation;
    }
  | {
      readonly type: "installation_repositories";
      readonly action: "added" | "removed";
      readonly installation: Installation;
      readonly repositories: readonly Repository[];
    }
);
