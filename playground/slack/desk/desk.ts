import type { Person } from "../person/person.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { directChannel, type User } from "../world.ts";
import type { Act, ActResult } from "./act.ts";
import { differenceOf, wholeOf } from "./difference.ts";
import { perform } from "./perform.ts";
import type { LiveEvent } from "./protocol.ts";
import { RefusedAct } from "./refused-act.ts";
import { type DeskParts, type Sight, sightOf } from "./shown.ts";

/** What the page sees and does. */
export interface Desk {
  /** The id of whoever is meant by id or name; "" and strangers are the default viewer. */
  readonly viewerId: (named: string) => string;
  /** Everything that somebody sees now. */
  readonly shownTo: (viewerId: string) => LiveEvent;
  /** Tells everything at once, then what is new or changed; returns how to stop. */
  readonly subscribe: (viewerId: string, listener: (event: LiveEvent) => void) => () => void;
  /** Does something as somebody. Throws a RefusedAct for what cannot come from a page. */
  readonly perform: (viewerId: string, act: Act) => Promise<ActResult>;
  readonly stop: () => void;
}

interface Subscriber {
  readonly viewerId: string;
  readonly listener: (event: LiveEvent) => void;
  sight: Sight;
}

/** What happens within this time is told together: one act of the app is often several changes. */
const togetherMs = 15;

/** A desk over this Slack. */
export function createDesk(slack: SimulatedSlack, parts: DeskParts): Desk {
  const { world } = slack;
  const subscribers = new Set<Subscriber>();
  const people = new Map<string, Person>();
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    timer = undefined;
    for (const subscriber of subscribers) {
      const sight = sightOf(slack, parts, subscriber.viewerId);
      const event = differenceOf(subscriber.sight, sight);
      subscriber.sight = sight;
      if (event !== undefined) subscriber.listener(event);
    }
  };
  const soon = (): void => {
    if (subscribers.size > 0) timer ??= setTimeout(tell, togetherMs);
  };
  // Between them they see everything: what the app does goes over the wire, the rest says so itself.
  const stops = [world.changes.onChange(soon), slack.exchanges.onChange(soon)];

  const personNamed = (named: string): User | undefined =>
    [...world.users.values()].find(
      ({ id, name, isBot, isDeleted }) => (id === named || name === named) && !isBot && !isDeleted,
    );
  const sightFor = (viewerId: string): Sight => {
    directChannel(world, viewerId);
    return sightOf(slack, parts, viewerId);
  };
  const personOf = (viewerId: string): Person => {
    const person = people.get(viewerId) ?? slack.as(viewerId);
    people.set(viewerId, person);
    return person;
  };

  return {
    viewerId: (named) => {
      const viewer = personNamed(named) ?? personNamed(parts.defaultViewer);
      if (viewer === undefined) throw new Error(`Nobody is called "${parts.defaultViewer}".`);
      return viewer.id;
    },
    shownTo: (viewerId) => wholeOf(sightFor(viewerId)),
    subscribe: (viewerId, listener) => {
      const subscriber = { viewerId, listener, sight: sightFor(viewerId) };
      subscribers.add(subscriber);
      listener(wholeOf(subscriber.sight));
      return () => subscribers.delete(subscriber);
    },
    perform: async (named, act) => {
      const viewerId = personNamed(named)?.id;
      if (viewerId === undefined) throw new RefusedAct("There is no such person.");
      const at = (channel: string) => slack.as(viewerId, { channel });
      try {
        return await perform({ slack, parts, viewerId, at, person: personOf(viewerId) }, act);
      } finally {
        soon();
      }
    },
    stop: () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      subscribers.clear();
    },
  };
}
