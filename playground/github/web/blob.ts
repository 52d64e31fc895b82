import { type TreeEntry, typeOfMode } from "../git/object.ts";
import { entryAt } from "../git/tree.ts";
import { Refusal } from "../refusal.ts";
import { slugOf } from "../world.ts";
import { commitNote } from "./commit-note.ts";
import { type Html, html } from "./html.ts";
import { repositoryHead } from "./page.ts";
import { pathLine } from "./tree.ts";
import { type Answer, hrefOf, type Place, type Visit } from "./visit.ts";

/** As much as can be shown and changed here. */
export const maxTextBytes = 1024 * 1024;
/** What a browser shows without complaint. */
const maxLines = 20_000;

/** The file at a place; throws Refusal 404 where there is none. */
export function fileAt({ repository, commit, path, ref }: Place): TreeEntry {
  const entry = commit && entryAt(repository.git, commit.tree, path);
  if (entry === undefined || typeOfMode(entry.mode) !== "blob")
    throw new Refusal(404, `There is no file ${path} at ${ref}.`);
  return entry;
}

/** What stands in a file; undefined for what is no text, and for more than can be shown. */
export function textOf({ repository }: Place, { id }: TreeEntry): string | undefined {
  const bytes = repository.git.read(id)?.body ?? Buffer.alloc(0);
  if (bytes.length > maxTextBytes || bytes.includes(0)) return undefined;
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

/** A file with its lines, each of which has an address: `#L14`. */
export function showBlob(visit: Visit, place: Place): Answer {
  const { repository, commit, path, ref } = place;
  if (commit && entryAt(repository.git, commit.tree, path)?.mode === "40000")
    return { to: hrefOf(repository, "tree", ref, path) };
  const entry = fileAt(place);
  const text = textOf(place, entry);
  const body = html`${repositoryHead(repository, "code")}${commitNote(visit)}${pathLine(place, "blob")}
${text === undefined ? html`<p class="quiet">This is no text, or more of it than is shown here.</p>` : linesOf(text)}`;
  return { title: `${path} · ${slugOf(repository)}`, body };
}

function linesOf(text: string): Html {
  const lines = text.replace(/\n$/, "").split("\n");
  return html`<div class="code" role="region" aria-label="Content" tabindex="0"><pre>${lines
    .slice(0, maxLines)
    .map(
      (line, index) =>
        html`<span id="L${index + 1}"><a href="#L${index + 1}" data-n="${index + 1}" tabindex="-1" aria-label="Line ${index + 1}"></a>${line}\n</span>`,
    )}</pre></div>${lines.length > maxLines && html`<p class="quiet">And ${lines.length - maxLines} lines more.</p>`}`;
}
