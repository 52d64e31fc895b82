import type { Audit } from "../../src/audit.ts";
import type { Clock } from "../../src/clock.ts";
import type { Inbox } from "../../src/inbox.ts";
import type { Log } from "../../src/log.ts";
import type { Store } from "../../src/store/store.ts";

/** How one Teams app is connected. */
export interface TeamsOptions {
  /** The bot's application (client) id; absent with `unauthenticated` alone. */
  readonly appId?: string;
  /** Its client secret. */
  readonly appPassword?: string;
  /** The home tenant: of the app's registration, and whose members may ask. */
  readonly tenantId?: string;
  /** Tenants besides it in which the app may be installed: their people may ask as externals. */
  readonly tenants: readonly string[];
  /** Where connectors are, besides Microsoft's own: each `https://host/path/` (http on this machine). */
  readonly serviceUrls: readonly string[];
  /** The OpenID metadata with whose keys tokens to the bot are signed. */
  readonly openIdUrl: string;
  /** Who issues those tokens. */
  readonly tokenIssuer: string;
  /** Where the bot gets its own token, without the tenant: `https://login.microsoftonline.com/`. */
  readonly loginUrl: string;
  /** Nobody has to prove anything: on this machine alone, for a local emulator. */
  readonly unauthenticated: boolean;
}

/** What the adapter is built from. */
export interface TeamsParts {
  readonly inbox: Inbox;
  /** Where it is remembered who and what can be reached: it outlives the process. */
  readonly store: Store;
  /** Where it is written down that somebody was refused. */
  readonly audit?: Pick<Audit, "record">;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the internet reaches the bot, without a path: for what `doctor` says. */
  readonly publicUrl?: string;
  /** The way to the internet. */
  readonly fetch?: typeof fetch;
}
