import type { Audit } from "./audit.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { Entity } from "./catalog/entity.ts";
import type { Chat } from "./chat/chat.ts";
import type { Clock } from "./clock.ts";
import type { Bus } from "./event/bus.ts";
import type { Deliveries } from "./event/delivery-event.ts";
import type { Finding } from "./finding.ts";
import type { Forges } from "./forge/forge.ts";
import type { Jobs } from "./jobs.ts";
import type { Log } from "./log.ts";
import type { Command, CommandInfo } from "./router/command.ts";
import type { FormFlow, Press, Shortcut } from "./router/interaction.ts";
import type { Store } from "./store/store.ts";
import type { Syncer } from "./sync/syncer.ts";

/** What a plugin may use. Close over what `register` hands you; nothing is global. */
export interface Services {
  readonly catalog: Catalog;
  readonly sync: Syncer;
  readonly chat: Chat;
  /** By host. */
  readonly forges: Forges;
  /** Durable state. A plugin's keys start with its own name: `ask/question/…`. */
  readonly store: Store;
  readonly audit: Audit;
  /** Looks at the whole set-up, problems first. */
  diagnose(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Where those who run Callboard are asked for help, as people read it: `#platform-help`. */
  helpChannel(platform: string): string | undefined;
  /** The people of the catalog who run Callboard. */
  admins(): readonly Entity[];
  readonly clock: Clock;
  readonly log: Log;
  /** How old a catalog may be before answers say so, in milliseconds: two sync intervals. */
  readonly staleAfterMs: number;
}

/** Where a plugin puts what it brings. */
export interface PluginHost {
  readonly router: {
    /** @throws BotError `conflict` when a name or alias is taken */
    command<A>(command: Command<A>): void;
    /** @throws BotError `conflict` when the id is taken, as the two below */
    flow(flow: FormFlow): void;
    press(press: Press): void;
    shortcut(shortcut: Shortcut): void;
    /** Every command, in menu order, also those registered later. */
    commands(): readonly CommandInfo[];
  };
  /** Work in the background. A plugin's jobs start with its own name. */
  readonly jobs: Pick<Jobs, "every" | "soon">;
  readonly bus: Bus;
  /** What webhooks told. */
  readonly deliveries: Deliveries;
  readonly services: Services;
}

/** A feature. Built-in ones use this same interface; see docs/add-a-command.md. */
export interface Plugin {
  readonly name: string;
  register(host: PluginHost): void;
}
