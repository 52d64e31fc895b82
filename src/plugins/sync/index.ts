import type { Block } from "../../chat/message.ts";
import { count, quoted } from "../../chat/phrase.ts";
import { bold, oneLine, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin } from "../../plugin.ts";
import type { Reply } from "../../router/command.ts";
import type { SourceReport } from "../../sync/syncer.ts";
import { tellHeldRemovals } from "./held.ts";

/** `sync`: read the sources now. */
export const syncPlugin: Plugin = {
  name: "sync",
  register({ router, jobs, services }) {
    tellHeldRemovals(jobs, services);
    router.command<readonly string[]>({
      name: "sync",
      menu: 20,
      summary: "read the catalog's sources now",
      usage: "sync [--accept <source>]",
      examples: ["sync", "sync --accept org"],
      needs: "operate",
      parse({ words }) {
        const [flag, ...sources] = words;
        if (flag === undefined) return [];
        if (!/^-{1,2}accept$|^accept$/.test(flag) || sources.length === 0) {
          throw new BotError(
            "usage",
            "`sync` takes nothing, or `--accept` and a source whose removals are held: `sync --accept org`.",
          );
        }
        return sources;
      },
      async run({ signal }, accept) {
        const known = services.sync.sources;
        const unknown = accept.find((name) => !known.includes(name));
        if (unknown !== undefined) throw new BotError("usage", unknownSource(unknown, known));
        return syncReply(await services.sync.sync({ accept, signal }));
      },
    });
  },
};

/** What is said of a source that the configuration does not have. */
export function unknownSource(name: string, known: readonly string[]): string {
  return `No source is called ${quoted(name)}. There are: ${known.join(", ")}.`;
}

/** What a sync did, a line a source. */
export function syncReply(sources: readonly SourceReport[]): Reply {
  const bad = sources.filter(({ status }) => status === "failed" || status === "held").length;
  const title =
    bad === 0
      ? `${count(sources.length, "source")} up to date`
      : `${bad} of ${count(sources.length, "source")} not up to date`;
  const blocks = sources.map((report): Block => ({ type: "text", text: sourceLine(report) }));
  const tone = bad === 0 ? ("good" as const) : ("bad" as const);
  return { status: "done", data: { sources }, message: { text: title, card: { title: [bold(title)], tone, blocks } } };
}

function sourceLine({ name, status, added, changed, removed, problems, message }: SourceReport): Text {
  const said = message === undefined ? [] : [oneLine(message, 300)];
  if (status === "failed" || status === "held") return rich`${bold(name)} ${[status, ...said].join(": ")}`;
  const counts = [
    [added, "added"],
    [changed, "changed"],
    [removed, "removed"],
  ] as const;
  const what = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const wrong = [...(problems > 0 ? [count(problems, "problem")] : []), ...said];
  const all = [what.length > 0 ? what.join(", ") : "unchanged", ...wrong];
  return rich`${bold(name)} ${all.join(" · ")}`;
}
