import type { AuditRecord } from "../../audit.ts";
import { count } from "../../chat/phrase.ts";
import { bold, oneLine, rich, type Span, type Text } from "../../chat/text.ts";
import type { Plugin } from "../../plugin.ts";
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
      async run(_ctx, isWhole) {
        const items = await services.audit.latest(latest);
        const { entities } = services.catalog.snapshot();
        const message = listMessage({
          title:
            items.length === 0 ? "Nobody did anything yet" : `The latest ${count(items.length, "entry", "entries")}`,
          rows: items.map((item) => recordRow(item, entities.get(item.user ?? "")?.title)),
          isWhole,
          showAll: "audit --all",
        });
        return { status: "answer", data: { total: items.length, items }, message };
      },
    });
  },
};

/** `sync --accept org by mia.chen, 14:22`. */
function recordRow({ what, who, user, at, result, reason }: AuditRecord, title: string | undefined): Text {
  const name = title ?? (user === undefined ? who : user.slice(user.indexOf("/") + 1));
  const end = result === "done" ? "" : `, ${result}${reason === undefined ? "" : `: ${oneLine(reason, 100)}`}`;
  return rich`${bold(oneLine(what, 60))} by ${oneLine(name, 40)}, ${moment(new Date(at))}${end}`;
}

/** Day and time; what is read here may be months old. */
function moment(at: Date): Span {
  return { type: "text", text: `${at.toISOString().slice(0, 16).replace("T", " ")} UTC` };
}
