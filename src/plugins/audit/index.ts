import type { AuditRecord } from "../../audit.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { count } from "../../chat/phrase.ts";
import { bold, moment, oneLine, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import { listMessage, withoutAll } from "../list-message.ts";

const latest = 10;

/** `audit`: who did what. */
export const auditPlugin: Plugin = {
  name: "audit",
  register({ router, services }) {
    router.command<boolean>({
      name: "audit",
      menu: 22,
      summary: "who did what, the latest first",
      usage: "audit",
      examples: ["audit"],
      needs: "operate",
      parse: ({ rest }) => withoutAll(rest).isWhole,
      async run({ clock }, isWhole) {
        const items = await services.audit.latest(latest);
        const message = listMessage({
          title:
            items.length === 0 ? "Nobody did anything yet" : `The latest ${count(items.length, "entry", "entries")}`,
          rows: items.map((item) => recordRow(item, userOf(services, item), clock.now())),
          isWhole,
          showAll: "audit --all",
        });
        return { status: "answer", data: { total: items.length, items }, message };
      },
    });
  },
};

function userOf({ catalog }: Pick<Services, "catalog">, { user }: AuditRecord): Entity | undefined {
  try {
    return user === undefined ? undefined : catalog.snapshot().entities.get(user);
  } catch (error) {
    // The audit log can be read before the catalog can.
    if (error instanceof BotError) return undefined;
    throw error;
  }
}

/** `sync --accept org by Mia Chen, Tue 14:22`. */
function recordRow({ what, who, at, result, reason }: AuditRecord, user: Entity | undefined, now: Date): Text {
  const name = user === undefined ? who : displayName(user);
  const end = result === "done" ? "" : `, ${result}${reason === undefined ? "" : `: ${oneLine(reason, 100)}`}`;
  return rich`${bold(oneLine(what, 60))} by ${oneLine(name, 40)}, ${moment(new Date(at), now)}${end}`;
}
