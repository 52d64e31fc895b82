import type { ComponentType } from "react";
import type { PlatformId, ShownChannel, ShownMessage } from "../desk/protocol.ts";

/** What the page has to know of a simulated platform in order to show it; everything else comes as events. */
export interface Platform {
  readonly id: PlatformId;
  readonly name: string;
  /** What a message says: its text, or what the platform shows in its place. */
  readonly Body: ComponentType<{ readonly message: ShownMessage }>;
  /** The forms that are open over everything. */
  readonly Overlays: ComponentType;
  /** What stands before the names of channels: `#`; "" where channels are not mentioned so. */
  readonly sign: string;
  /** What of a person follows `@` when they are mentioned. */
  readonly mention: "name" | "realName";
  /** Whether one can reply to a message of this conversation in a thread of its own. */
  readonly hasThreads: (channel: ShownChannel) => boolean;
  /** Whether slash commands are commands there; a sentence where they are not and somebody may expect it. */
  readonly takesCommands: (where: CommandSpot) => boolean | string;
  /** The calls of the app for which the page offers faults. */
  readonly calls: readonly string[];
  /** What the platform calls the connections that the app holds open; absent where it holds none. */
  readonly socket?: string;
  /** What becomes of what is said while the app is not there. */
  readonly whileAway: string;
}

/** Where a slash was typed. */
export interface CommandSpot {
  /** Absent until it is known. */
  readonly channel: ShownChannel | undefined;
  readonly isThread: boolean;
  /** What `@` is followed by when the app is mentioned. */
  readonly app: string;
}
