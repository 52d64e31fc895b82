import type { DoorParts } from "../desk/doors.ts";
import type { Doors } from "../page-server/door.ts";

/** One simulated platform of the playground. */
export interface Side<Platform, Hello> {
  readonly platform: Platform;
  /** How an app connects to it. */
  readonly hello: Hello;
  /** What the page asks it. */
  readonly doors: Doors;
  readonly stop: () => Promise<void>;
}

/** What every platform is started with. */
export interface SideOptions {
  /** Whether calls over the platform's limits are answered 429. */
  readonly rateLimits: boolean;
  readonly page: DoorParts;
}
