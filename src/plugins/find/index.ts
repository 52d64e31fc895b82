import type { Entity } from "../../catalog/entity.ts";
import type { EntityRef } from "../../catalog/ref.ts";
import type { Match } from "../../catalog/search/search-index.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { count, quoted } from "../../chat/phrase.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { listMessage, withoutAll } from "../list-message.ts";
import { shareActions } from "../share-action.ts";
import { noneReply, thingRow } from "../thing-argument.ts";
import { type Filter, filterNames, filterTest, readFilters } from "./filter.ts";

/** Most matches that a search with words gives; filters alone give everything that passes. */
const mostMatches = 50;

interface Search {
  readonly typed: string;
  readonly text: string;
  readonly filters: readonly Filter[];
  readonly isWhole: boolean;
}

/** `find`: everything that matches, best first. */
export const findPlugin: Plugin = {
  name: "find",
  register({ router, services }) {
    router.command<Search>({
      name: "find",
      aliases: ["search"],
      menu: 4,
      summary: "search everything",
      usage: "find <text> [kind: owner: tag: lifecycle: system:]",
      examples: ["find refund", "find kind:api owner:payments", "find tag:kotlin lifecycle:deprecated"],
      parse({ rest, words }) {
        const { text: typed, isWhole } = withoutAll(rest);
        const { filters, text, unknown } = readFilters(isWhole ? words.slice(0, -1) : words);
        if (unknown.length > 0) {
          throw new BotError(
            "usage",
            `Not understood: ${quoted(unknown.join(" "))}. Filters: ${filterNames.join(", ")}.`,
          );
        }
        if (typed === "") throw new BotError("usage", "`find` needs words or filters: `find refund kind:api`.");
        return { typed, text, filters, isWhole };
      },
      run: async (ctx, search) => find(services, ctx, search),
    });
  },
};

function find(services: Services, ctx: Ctx, { typed, text, filters, isWhole }: Search): Reply {
  const snapshot = services.catalog.snapshot();
  const passes = filterTest(snapshot, filters, (name, accept) => nameMeant(services, name, accept));
  const accept = (ref: EntityRef) => {
    const entity = snapshot.entities.get(ref);
    return entity !== undefined && passes(entity);
  };
  const options = { limit: mostMatches, ...(filters.length > 0 && { accept }) };
  const matches = text === "" ? filtered(snapshot, passes) : services.catalog.search().search(text, options);
  const found = matches.flatMap(({ ref, score }) => {
    const entity = snapshot.entities.get(ref);
    return entity === undefined ? [] : [{ entity, score }];
  });
  if (found.length === 0) return noneReply(services, ctx, typed, [], "find");
  const message = listMessage({
    // Words have no end of matches, only ever worse ones: the search gives the best.
    title:
      text === ""
        ? `${count(found.length, "match", "matches")} for ${quoted(typed)}`
        : `Best matches for ${quoted(typed)}`,
    rows: found.map(({ entity }) => thingRow(snapshot, entity)),
    isWhole,
    showAll: `find ${typed} --all`,
    more: shareActions(ctx, `find ${typed}${isWhole ? " --all" : ""}`),
    note: staleNote(services, snapshot),
  });
  return { status: "answer", data: { total: found.length, items: found.map(item) }, message };
}

function item({ entity, score }: { entity: Entity; score: number }): unknown {
  return { entity: entity.ref, score: Math.round(score * 1000) / 1000 };
}

/** What somebody means who names a team or a system as people say it; undefined unless that is clear. */
function nameMeant({ catalog }: Services, name: string, accept: (ref: EntityRef) => boolean): EntityRef | undefined {
  const meant = catalog.resolve(name, { accept });
  return meant.type === "answer" ? meant.match.ref : undefined;
}

function filtered(snapshot: Snapshot, passes: (entity: Entity) => boolean): readonly Match[] {
  const entities = [...snapshot.entities.values()].filter(passes);
  return entities.map(({ ref }) => ({ ref, score: 1 })).sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
