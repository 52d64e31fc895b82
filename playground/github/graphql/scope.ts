import type { Fault } from "../../wire/faults.ts";
import { type Credential, has } from "../credential.ts";
import type { Repository, User, World } from "../world.ts";
import { typedError } from "./connection.ts";

/** For whom an answer is made. */
export interface Scope {
  readonly world: World;
  readonly credential: Credential;
  /** What goes wrong with it. */
  readonly fault: Fault | undefined;
  /** What git's objects lead back to. */
  readonly nodes: {
    readonly repository: (scope: Scope, repository: Repository) => object;
    readonly user: (scope: Scope, user: User) => object;
  };
}

/** Throws GitHub's error unless somebody may read what a permission of an App stands for. */
export function needPermission({ credential }: Scope, permission: string): void {
  if (credential.type === "installation" && !has(credential.permissions, permission))
    throw typedError("FORBIDDEN", "Resource not accessible by integration");
}
