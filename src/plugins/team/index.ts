import { channelsOf } from "../../catalog/channel.ts";
import { displayName, type Entity, specText } from "../../catalog/entity.ts";
import { type Snapshot, targets } from "../../catalog/snapshot.ts";
import { ownedBy, peopleOf } from "../../catalog/team.ts";
import { andMore, count } from "../../chat/phrase.ts";
import { oneLine, rich } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { channelSpan } from "../channel-text.ts";
import { listMessage, withoutAll } from "../list-message.ts";
import { shareActions } from "../share-action.ts";
import { namedThing, typeable } from "../thing-argument.ts";

/** `team`: who is in a team and how to reach it. */
export const teamPlugin: Plugin = {
  name: "team",
  register({ router, services }) {
    router.command<{ text: string; isWhole: boolean }>({
      name: "team",
      menu: 8,
      summary: "who is in a team and how to reach it",
      usage: "team <name>",
      examples: ["team payments", "team checkout"],
      parse({ rest }) {
        const question = withoutAll(rest);
        if (question.text === "") throw new BotError("usage", "`team` needs a name: `team payments`.");
        return question;
      },
      async run(ctx, { text, isWhole }) {
        const named = namedThing(services, ctx, text, "team", (ref) => ref.startsWith("group:"));
        return "reply" in named ? named.reply : team(services, ctx, named.entity, isWhole);
      },
    });
  },
};

function team(services: Services, ctx: Ctx, group: Entity, isWhole: boolean): Reply {
  const snapshot = services.catalog.snapshot();
  const people = peopleOf(snapshot, group.ref);
  const channels = channelsOf(group);
  const subTeams = groups(snapshot, group, "parentOf");
  const parents = groups(snapshot, group, "childOf");
  const owned = ownedBy(snapshot, group.ref);
  const reach = channelSpan(channels, ctx.asker.platform) ?? ({ type: "text", text: "No channel" } as const);
  const partOf = parents.length === 0 ? undefined : `part of ${displayName(parents[0] ?? group)}`;
  const owns = owned.length === 0 ? undefined : `owns ${count(owned.length, "thing")}`;
  const others = [partOf, owns].filter((part) => part !== undefined).join(" · ");
  const below = subTeams.length === 0 ? [] : [`Sub-teams: ${andMore(subTeams.map(displayName), 3, " more")}`];
  const before = [
    rich`${reach}${others === "" ? "" : ` · ${oneLine(others, 90)}`}`,
    ...below.map((line) => oneLine(line, 100)),
  ];
  const message = listMessage({
    title: `${oneLine(displayName(group), 35)} has ${count(people.length, "person", "people")}`,
    before,
    rows: people.map((person) => personRow(person)),
    isWhole,
    showAll: `team ${typeable(services, group)} --all`,
    actions: [{ type: "command", label: "Show what it owns", command: `owned ${typeable(services, group)}` }],
    more: shareActions(ctx, `team ${typeable(services, group)}${isWhole ? " --all" : ""}`),
    note: staleNote(services, snapshot, group),
  });
  const data = {
    entity: group.ref,
    channels,
    people: people.map(({ ref }) => ref),
    parents: parents.map(({ ref }) => ref),
    subTeams: subTeams.map(({ ref }) => ref),
    owns: owned.length,
  };
  return { status: "answer", data, message };
}

function groups(snapshot: Snapshot, group: Entity, type: "parentOf" | "childOf"): readonly Entity[] {
  return targets(snapshot, group.ref, type).flatMap((ref) => snapshot.entities.get(ref) ?? []);
}

function personRow(person: Entity): string {
  const role = specText(person, "jobTitle") ?? person.description;
  const name = oneLine(displayName(person), 40);
  return role === undefined || displayName(person) === role ? name : `${name}, ${oneLine(role, 50)}`;
}
