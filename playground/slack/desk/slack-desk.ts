import type { DeskPlatform } from "../../desk/desk.ts";
import type { Breakable } from "../../desk/fault-doors.ts";
import type { Person } from "../person/person.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";
import { directChannel } from "../world.ts";
import { type Act, act } from "./act.ts";
import { perform } from "./perform.ts";
import { type DeskParts, sightOf } from "./shown.ts";

/** This Slack as the desk needs it. */
export function slackDesk(slack: SimulatedSlack, parts: DeskParts): DeskPlatform<Act> {
  const { world } = slack;
  const people = new Map<string, Person>();
  return {
    id: "slack",
    exchanges: slack.exchanges,
    onChange: world.changes.onChange,
    idOf: (named) =>
      [...world.users.values()].find(
        ({ id, name, isBot, isDeleted }) => (id === named || name === named) && !isBot && !isDeleted,
      )?.id,
    defaultViewer: parts.defaultViewer,
    enter: (viewerId) => void directChannel(world, viewerId),
    sightOf: (viewerId) => sightOf(slack, parts, viewerId),
    act,
    perform: (viewerId, acted) => {
      const person = people.get(viewerId) ?? slack.as(viewerId);
      people.set(viewerId, person);
      const at = (channel: string) => slack.as(viewerId, { channel });
      return perform({ slack, parts, viewerId, at, person }, acted);
    },
  };
}

/** This Slack, to be broken at the page. */
export function breakableSlack({ socket, ...slack }: SimulatedSlack): Breakable {
  return {
    ...slack,
    id: "slack",
    target: { pattern: /^(response_url|[a-zA-Z]+(\.[a-zA-Z]+)+)$/, words: "a method, response_url" },
    disconnect: (reason) => (reason === undefined ? socket.cut() : socket.disconnect(reason)),
  };
}
