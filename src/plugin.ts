import type { Catalog } from "./catalog/catalog.ts";
import type { Clock } from "./clock.ts";
import type { Bus } from "./event/bus.ts";
import type { Log } from "./log.ts";
import type { Command, CommandInfo } from "./router/command.ts";
import type { Syncer } from "./sync/syncer.ts";

/** What a plugin may use. Close over what `register` hands you; nothing is global. */
export interface Services {
  readonly catalog: Catalog;
  readonly sync: Syncer;
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
    /** Every command, in menu order, also those registered later. */
    commands(): readonly CommandInfo[];
  };
  readonly bus: Bus;
  readonly services: Services;
}

/** A feature. Built-in ones use this same interface; see docs/add-a-command.md. */
export interface Plugin {
  readonly name: string;
  register(host: PluginHost): void;
}
