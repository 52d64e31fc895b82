import type { Person } from "../person/person.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { directChannel } from "../world.ts";
import type { Act, ActResult } from "./act.ts";
import { differenceOf } from "./difference.ts";
import { perform } from "./perform.ts";
import type { LiveEvent } from "./protocol.ts";
import { type DeskParts, type Sight, sightOf } from "./shown.ts";

/** What the page sees and does. People are named by id or name. */
export interface Desk {
  /** Tells everything at once, then what is new or changed; returns how to stop. Strangers see what the default viewer sees. */
  readonly subscribe: (named: string, listener: (event: LiveEvent) => void) => () => void;
  /** Does something as somebody. */
  readonly perform: (named: string, act: Act) => Promise<ActResult>;
  readonly stop: () => void;
}

/** What happens within this time is told together: one act of the app is often several changes. */
const togetherMs = 15;

/** A desk over this Slack. */
export function createDesk(slack: SimulatedSlack, parts: DeskParts): Desk {
  const { world } = slack;
  const tellings = new Set<() => void>();
  const people = new Map<string, Person>();
  let timer: NodeJS.Timeout | undefined;

  const soon = (): void => {
    if (tellings.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const tell of tellings) tell();
    }, togetherMs);
  };
  // Between them they see everything: what the app does goes over the wire, the rest says so itself.
  const stops = [world.changes.onChange(soon), slack.exchanges.onChange(soon)];

  const idOf = (named: string): string | undefined =>
    [...world.users.values()].find(
      ({ id, name, isBot, isDeleted }) => (id === named || name === named) && !isBot && !isDeleted,
    )?.id;

  return {
    subscribe: (named, listener) => {
      const viewerId = idOf(named) ?? idOf(parts.defaultViewer) ?? "";
      directChannel(world, viewerId);
      let before: Sight | undefined;
      const tell = (): void => {
        const now = sightOf(slack, parts, viewerId);
        const event = differenceOf(before, now);
        before = now;
        if (event !== undefined) listener(event);
      };
      tellings.add(tell);
      tell();
      return () => tellings.delete(tell);
    },
    perform: async (named, act) => {
      const viewerId = idOf(named);
      if (viewerId === undefined) return { problem: "There is no such person." };
      const person = people.get(viewerId) ?? slack.as(viewerId);
      people.set(viewerId, person);
      const at = (channel: string) => slack.as(viewerId, { channel });
      return perform({ slack, parts, viewerId, at, person }, act).finally(soon);
    },
    stop: () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      tellings.clear();
    },
  };
}
