import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownedBy } from "../../catalog/team.ts";
import { count } from "../../chat/phrase.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { listMessage, withoutAll } from "../list-message.ts";
import { shareActions } from "../share-action.ts";
import { namedThing, thingRow, typeable } from "../thing-argument.ts";
import { unknownAsker } from "../unknown-asker.ts";

interface Question {
  readonly who: string;
  readonly isWhole: boolean;
}

/** `owned` and `mine`: what a team or a person owns, through sub-teams. */
export const ownedPlugin: Plugin = {
  name: "owned",
  register({ router, services }) {
    router.command<Question>({
      name: "owned",
      menu: 6,
      summary: "what a team or a person owns",
      short: "what they own",
      usage: "owned [team|person]",
      examples: ["owned payments", "owned mia.chen", "owned"],
      parse({ rest }) {
        const { text, isWhole } = withoutAll(rest);
        return { who: text, isWhole };
      },
      run: async (ctx, { who, isWhole }) => {
        if (who === "") return owned(services, ctx, asker(services, ctx), isWhole);
        const named = namedThing(services, ctx, who, "owned", (ref) => /^(group|user):/.test(ref));
        return "reply" in named ? named.reply : owned(services, ctx, named.entity, isWhole);
      },
    });
    router.command<boolean>({
      name: "mine",
      menu: 7,
      summary: "what you own",
      usage: "mine",
      examples: ["mine"],
      parse: ({ rest }) => withoutAll(rest).isWhole,
      run: async (ctx, isWhole) => owned(services, ctx, asker(services, ctx), isWhole),
    });
  },
};

/** The catalog's User for whoever asks. @throws BotError `not_found` that says how to be known */
function asker(services: Services, ctx: Ctx): Entity {
  const entity = ctx.asker.ref === undefined ? undefined : services.catalog.snapshot().entities.get(ctx.asker.ref);
  if (entity !== undefined) return entity;
  if (ctx.asker.isOperator) {
    throw new BotError(
      "not_found",
      "The terminal does not say who asks: add `--as <email>`, or name a team or a person, as in `owned payments`.",
    );
  }
  throw unknownAsker(services, ctx);
}

function owned(services: Services, ctx: Ctx, owner: Entity, isWhole: boolean): Reply {
  const snapshot = services.catalog.snapshot();
  const things = ownedBy(snapshot, owner.ref);
  const name = oneLine(displayName(owner), 40);
  const message = listMessage({
    title:
      things.length === 0 ? `${name} owns nothing in the catalog` : `${name} owns ${count(things.length, "thing")}`,
    rows: things.map((thing) => thingRow(snapshot, thing)),
    isWhole,
    showAll: `owned ${typeable(services, owner)} --all`,
    actions: owner.ref.startsWith("group:")
      ? [{ type: "command", label: "Show the team", command: `team ${typeable(services, owner)}` }]
      : [],
    more: shareActions(ctx, `owned ${typeable(services, owner)}${isWhole ? " --all" : ""}`),
    note: staleNote(services, snapshot),
  });
  const items = things.map(({ ref }) => ({ entity: ref }));
  return { status: "answer", data: { owner: owner.ref, total: things.length, items }, message };
}
