import type { Log } from "../../../src/log.ts";
import type { Home } from "../web-api/home.ts";
import type { SlackBody } from "./body.ts";

/** Whether the app is still installed, as far as Slack's events tell. */
export interface Removal {
  /** Takes note of a body of our installation; true for one that tells of a removal and nothing else. */
  note(body: SlackBody, home: Home): boolean;
  /** From where it was removed. */
  from(): string | undefined;
}

/** The events that tell it: https://docs.slack.dev/reference/events/app_uninstalled, …/tokens_revoked */
export const removalEvents: ReadonlySet<string> = new Set(["app_uninstalled", "tokens_revoked"]);

/** Nothing was removed yet. */
export function createRemoval(log: Log): Removal {
  let from: string | undefined;
  return {
    note(body, home) {
      if (body.kind !== "event") {
        // Nobody can use an app that is not there. An event proves nothing: Slack brings late ones again.
        from = undefined;
        return false;
      }
      const { type, tokens } = body.data.event;
      if (!removalEvents.has(type)) return false;
      if (type === "app_uninstalled" || (tokens?.bot?.length ?? 0) > 0) {
        if (from === undefined) log.error({ workspace: home.name }, "The Slack app was removed; it hears nothing more");
        from = home.name;
      }
      return true;
    },
    from: () => from,
  };
}
