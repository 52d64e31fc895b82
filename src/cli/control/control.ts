import type { CommandEvent } from "../../chat/event.ts";
import type { Finding } from "../../finding.ts";
import type { Said } from "../../router/outcome.ts";
import type { SourceReport } from "../../sync/syncer.ts";

/** What the terminal's commands ask of a bot, be it in this process or behind the socket of a running one. */
export interface Control {
  ask(event: CommandEvent, signal: AbortSignal): Promise<Said>;
  /** @throws BotError `usage` for a name in `accept` that no source has */
  sync(options: { readonly accept: readonly string[] }): Promise<readonly SourceReport[]>;
  diagnose(signal: AbortSignal): Promise<readonly Finding[]>;
  /** The state, as `export` writes it: lines without their line feeds. */
  exportLines(): AsyncIterable<string>;
}
