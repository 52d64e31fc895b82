import type { RepositoryState } from "../../catalog/snapshot.ts";
import type { Action, Block, Message } from "../../chat/message.ts";
import { count } from "../../chat/phrase.ts";
import { bold, oneLine } from "../../chat/text.ts";
import type { PushEvent } from "../../event/delivery-event.ts";
import { lineUrl } from "../place.ts";
import type { FileError } from "./repository-errors.ts";

const lineLength = 60;
const mostShown = 3;

/** What somebody is told whose push broke files. @param errors at least one */
export function brokenMessage(
  event: Pick<PushEvent, "after" | "branch">,
  state: RepositoryState,
  errors: readonly FileError[],
): Message {
  const title = titleOf(state, errors);
  const more = errors.length - mostShown;
  const blocks: Block[] = [
    ...(errors.length === 1 ? errors.flatMap(whole) : errors.slice(0, mostShown).map((error) => short(error, errors))),
    ...(more > 0 ? [text(`+ ${more} more`)] : []),
    { type: "note", text: noteOf(event, errors) },
    ...actionsOf(state, errors),
  ];
  return { text: title, card: { title: [bold(title)], blocks } };
}

function titleOf({ slug }: RepositoryState, errors: readonly FileError[]): string {
  const files = [...new Set(errors.map(({ path }) => path))];
  const name = slug.slice(slug.indexOf("/") + 1);
  const [path = ""] = files;
  const has = errors.length === 1 ? "has a problem" : `has ${count(errors.length, "problem")}`;
  if (files.length > 1) return fitting(`${files.length} files in`, [slug, name], "have problems");
  const file = [path, path.slice(path.lastIndexOf("/") + 1)];
  const titles = [`${file[0]} in ${slug} ${has}`, `${file[1]} in ${slug} ${has}`, `${file[1]} in ${name} ${has}`];
  return titles.find((title) => title.length <= lineLength) ?? fitting("", [file[1] ?? path], has);
}

/** The longest of `names` that fits between its words, cut if none does. */
function fitting(before: string, names: readonly string[], after: string): string {
  const room = lineLength - before.length - after.length - 2;
  const name = names.find((candidate) => candidate.length <= room) ?? names.at(-1) ?? "";
  return `${before} ${oneLine(name, room)} ${after}`.trim();
}

function whole(error: FileError): readonly Block[] {
  return [text(`${placeOf(error)}: ${oneLine(sentenceOf(error), 150)}`), text(oneLine(error.fix, 150))];
}

function short(error: FileError, all: readonly FileError[]): Block {
  const isOneFile = all.every(({ path }) => path === all[0]?.path);
  const file = isOneFile ? "" : `${oneLine(error.path.slice(error.path.lastIndexOf("/") + 1), 30)}, `;
  const place = `${file}${isOneFile ? placeOf(error) : placeOf(error).toLowerCase()}`;
  return text(`${place}: ${oneLine(sentenceOf(error), 120)}`);
}

const text = (words: string): Block => ({ type: "text", text: words });
const placeOf = ({ line = 1 }: FileError): string => `Line ${line}`;
/** Its line stands before it. */
const sentenceOf = ({ message, line = 1 }: FileError): string => message.replace(` at line ${line}:`, ":");

function noteOf({ after = "", branch }: Pick<PushEvent, "after" | "branch">, errors: readonly FileError[]): string {
  const push = `From your push ${after.slice(0, 7)} to ${oneLine(branch, 30)}`;
  // What only names a wrong owner counts as it is.
  const isKept = errors.some(({ code }) => !code.startsWith("owner_"));
  return isKept ? `${push}; the last good version stays` : push;
}

function actionsOf(state: RepositoryState, [first]: readonly FileError[]): readonly Block[] {
  const url = first && lineUrl(state, first.path, first.line ?? 1);
  const main: Action[] = url === undefined ? [] : [{ type: "link", label: `Open line ${first?.line ?? 1}`, url }];
  const more: Action[] = [{ type: "command", label: "Show all problems", command: "gaps files" }];
  return [{ type: "actions", main, more }];
}
