import type { DeskPlatform } from "../../desk/desk.ts";
import type { Breakable } from "../../desk/fault-doors.ts";
import type { TeamsPerson } from "../person/person.ts";
import type { SimulatedTeams } from "../simulated-teams.ts";
import { personalChat } from "../world.ts";
import { type Act, act } from "./act.ts";
import { perform } from "./perform.ts";
import { type DeskParts, sightOf } from "./shown.ts";

/** This tenant as the desk needs it. */
export function teamsDesk(teams: SimulatedTeams, parts: DeskParts): DeskPlatform<Act> {
  const { world } = teams;
  const seats = new Map<string, TeamsPerson>();
  return {
    id: "teams",
    exchanges: teams.exchanges,
    onChange: world.changes.onChange,
    idOf: (named) => [...world.people.values()].find(({ id, name }) => id === named || name === named)?.id,
    defaultViewer: parts.defaultViewer,
    enter: (viewerId) => {
      const person = world.people.get(viewerId);
      if (person) personalChat(world, person);
    },
    sightOf: (viewerId) => sightOf(teams, parts, viewerId),
    act,
    perform: (viewerId, acted) => {
      const person = seats.get(viewerId) ?? teams.as(viewerId);
      seats.set(viewerId, person);
      return perform({ teams, parts, viewerId, person }, acted);
    },
  };
}

/** This tenant, to be broken at the page. */
export function breakableTeams(teams: SimulatedTeams): Breakable {
  return { ...teams, id: "teams", target: { pattern: /^[a-zA-Z]+$/, words: "an operation, token" } };
}
