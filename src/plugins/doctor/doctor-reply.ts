import type { Action, Block, Message } from "../../chat/message.ts";
import { count } from "../../chat/phrase.ts";
import { bold, code, link, oneLine, type Span, type Text } from "../../chat/text.ts";
import type { Finding } from "../../finding.ts";
import type { Reply } from "../../router/command.ts";

/** As many problems and warnings as a message shows. */
const shownFindings = 15;
const longestWell = 500;
/** Areas that are no names: small within a line. */
const commonNoun = /^(?:Admins|Catalog|Channels|Clock|Server|Store|Webhooks)$/;
const signs: Readonly<Record<Finding["level"], string>> = { problem: "✗", warning: "!", ok: "✓" };

/** What a diagnosis found: problems, warnings, and in one line what is well. */
export function doctorReply(findings: readonly Finding[]): Reply {
  const bad = findings.filter(({ level }) => level !== "ok");
  const well = findings.filter(({ level }) => level === "ok");
  const title = titleOf(bad);
  const shown = bad.slice(0, shownFindings);
  const hidden = bad.length - shown.length;
  const lines: readonly Text[] = [
    ...shown.flatMap((finding) => [findingLine(finding), ...(finding.more === undefined ? [] : [finding.more])]),
    ...(hidden > 0 ? [`+ ${hidden} more`] : []),
    ...(well.length > 0 ? [`${signs.ok} ${wellLine(well)}`] : []),
  ];
  const main = commandActions(shown);
  const blocks: Block[] = [
    ...lines.map((text): Block => ({ type: "text", text })),
    ...(main.length > 0 ? [{ type: "actions" as const, main, more: [] }] : []),
  ];
  const message: Message = { text: title, card: { title: [bold(title)], blocks } };
  return { status: "answer", data: { findings }, message };
}

/** `2 problems, 1 warning`. */
function titleOf(bad: readonly Finding[]): string {
  const problems = bad.filter(({ level }) => level === "problem").length;
  const warnings = bad.length - problems;
  const counts = [
    ...(problems > 0 ? [count(problems, "problem")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ];
  return counts.length === 0 ? "All is well" : counts.join(", ");
}

/** `✗ Slack: scope chat:write.public is missing. Add it, then reinstall: <link>`. */
function findingLine({ level, area, found, fix, url }: Finding): Text {
  const what = oneLine(`${area}: ${found}`, 300);
  const stop = fix === undefined || /[.!?]$/.test(what) ? "" : ".";
  const toDo = fix === undefined ? "" : ` ${oneLine(fix, 200)}`;
  const words = withCode(`${signs[level]} ${what}${stop}${url === undefined ? toDo : toDo.replace(/[.:]$/, "")}`);
  return url === undefined ? words : [...words, { type: "text", text: ": " }, link(shortAddress(url), url)];
}

/** What is to be typed stands in backticks. */
function withCode(text: string): readonly Span[] {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return [{ type: "text", text }];
  return parts.flatMap((part, index): Span[] => {
    if (part === "") return [];
    return [index % 2 === 1 ? code(part) : { type: "text", text: part }];
  });
}

function shortAddress(url: string): string {
  return oneLine(url.replace(/^https:\/\//, ""), 60);
}

/** All that is well, where that is not too long; else the first of each area, else the areas. */
function wellLine(well: readonly Finding[]): string {
  const lines = [Number.POSITIVE_INFINITY, 1, 0].map((most) => wellPhrases(well, most).join(", "));
  return lines.find((line) => line.length <= longestWell) ?? oneLine(lines.at(-1) ?? "", longestWell);
}

/** Each area once, with what is well in it: `Slack (Connected to Acme; Only members may ask)`. */
function wellPhrases(well: readonly Finding[], most: number): readonly string[] {
  const areas = [...new Set(well.map(({ area }) => area))];
  return areas.map((area) => {
    const found = well.filter((finding) => finding.area === area && finding.found !== "");
    const phrases = found.slice(0, most).map((finding) => oneLine(finding.found.replace(/\.$/, ""), 80));
    const name = commonNoun.test(area) ? area.toLowerCase() : area;
    return phrases.length === 0 ? name : `${name} (${phrases.join("; ")})`;
  });
}

/** The commands that the fixes name, as buttons. */
function commandActions(findings: readonly Finding[]): readonly Action[] {
  const commands = new Set(findings.flatMap(({ fix }) => /`(gaps[^`]*|sync)`/.exec(fix ?? "")?.[1] ?? []));
  return [...commands]
    .slice(0, 2)
    .map((command): Action => ({ type: "command", label: labels[command] ?? command, command }));
}

const labels: Readonly<Record<string, string>> = {
  "gaps files": "Show the files",
  "gaps channel": "Show the teams",
  sync: "Sync now",
};
