import { entryAt, type NewFile } from "../git/tree.ts";
import { Refusal } from "../refusal.ts";
import { slugOf } from "../world.ts";
import { fileAt, maxTextBytes, textOf } from "./blob.ts";
import { hooksTold } from "./commit-note.ts";
import { html, type Part } from "./html.ts";
import { diffOf } from "./line-diff.ts";
import { notice, repositoryHead } from "./page.ts";
import { type Answer, hindrance, hrefOf, type Place, type Visit } from "./visit.ts";

/** What somebody is about to commit. */
interface Draft {
  readonly path: string;
  readonly text: string;
  readonly message: string;
  /** The blob from which it began; "" for a new file. */
  readonly blob: string;
}

const maxMessage = 1000;

/** A form with the text of a file; sent, it is a commit. */
export async function editFile(visit: Visit, place: Place): Promise<Answer> {
  needWriter(visit, place);
  const { repository, commit, path } = place;
  if (visit.form && commit && entryAt(repository.git, commit.tree, path) === undefined) {
    const problem = "This file was deleted since you began. Your text is below; committing it makes the file anew.";
    return editor(place, { ...draftOf(visit.form, path), blob: "" }, problem, undefined, 409);
  }
  const entry = fileAt(place);
  const text = textOf(place, entry);
  if (text === undefined) throw new Refusal(422, "Only text of up to 1 MB can be changed here.");
  if (visit.form === undefined) return editor(place, { path, text, message: "", blob: entry.id });
  const draft = draftOf(visit.form, path, text.includes("\r\n"));
  if (draft.blob !== entry.id) {
    const problem = html`<strong>This file has changed since you began.</strong> Your text is below, and nothing of it is lost.
Committing it now puts it in place of what others wrote.`;
    const between = html`<h2>From what is there now to your text</h2>${diffOf(text, draft.text)}`;
    return editor(place, { ...draft, blob: entry.id }, problem, between, 409);
  }
  const problem = draft.text === text ? "Nothing is changed yet." : sizeProblem(draft.text);
  if (problem) return editor(place, draft, problem);
  const { mode } = entry;
  const file: NewFile = mode === "100755" || mode === "120000" ? { mode, content: draft.text } : draft.text;
  return commitFile(visit, place, file, draft, "Update");
}

/** The same for a file that is not there yet. */
export async function newFile(visit: Visit, place: Place): Promise<Answer> {
  needWriter(visit, place);
  if (visit.form === undefined) {
    const path = visit.address.searchParams.get("filename") ?? "";
    return editor(place, { path, text: "", message: "", blob: "" });
  }
  const draft = draftOf(visit.form, (visit.form.get("path") ?? "").trim());
  const problem = pathProblem(place, draft.path) ?? sizeProblem(draft.text);
  if (problem) return editor(place, draft, problem);
  return commitFile(visit, { ...place, path: draft.path }, draft.text, draft, "Create");
}

/** Asks whether a file is to go; sent, it goes. */
export async function deleteFile(visit: Visit, place: Place): Promise<Answer> {
  needWriter(visit, place);
  const { path, repository } = place;
  const { id } = fileAt(place);
  const draft = visit.form ? draftOf(visit.form, path) : { path, text: "", message: "", blob: id };
  if (visit.form && draft.blob === id) return commitFile(visit, place, undefined, draft, "Delete");
  const problem =
    draft.blob !== id && notice("problem", "This file has changed since you looked. Look at it once more.");
  const body = html`${repositoryHead(repository, "code")}<h2>Delete ${path}</h2>${problem}
<form method="post"><input type="hidden" name="blob" value="${id}">
${messageField(draft, "Delete")}<p><button class="button" data-kind="danger">Commit changes</button>
<a class="button" href="${hrefOf(repository, "blob", place.ref, path)}">Cancel</a></p></form>`;
  return { status: problem ? 409 : 200, title: `Delete ${path} · ${slugOf(repository)}`, body };
}

function editor(place: Place, draft: Draft, problem?: Part, below?: Part, status = 422): Answer {
  const { repository, ref } = place;
  const isNew = draft.blob === "";
  const heading = isNew ? "New file" : `Edit ${draft.path}`;
  const cancel = isNew ? hrefOf(repository, "tree", ref) : hrefOf(repository, "blob", ref, draft.path);
  const action = isNew ? hrefOf(repository, "new", ref) : hrefOf(repository, "edit", ref, draft.path);
  // A textarea drops the first line break in it.
  const body = html`${repositoryHead(repository, "code")}<h2>${heading}</h2>${problem && notice("problem", problem)}
<form method="post" action="${action}"><input type="hidden" name="blob" value="${draft.blob}">
${isNew && html`<label class="field">File name, with folders<input name="path" value="${draft.path}" required maxlength="1000" spellcheck="false" autocapitalize="off"></label>`}
<label class="field">Content<textarea name="text" rows="20" spellcheck="false" autocapitalize="off" autocomplete="off">
${draft.text}</textarea></label>
${messageField(draft, isNew ? "Create" : "Update")}<p><button class="button" data-kind="primary">Commit changes</button>
<a class="button" href="${cancel}">Cancel</a> <span class="quiet">to ${ref}</span></p></form>${below}`;
  return { status: problem ? status : 200, title: `${heading} · ${slugOf(repository)}`, body };
}

function messageField({ message, path }: Draft, verb: string): Part {
  return html`<label class="field">Commit message<input name="message" value="${message}" maxlength="${maxMessage}" placeholder="${verb} ${path || "file"}"></label>`;
}

/** Browsers send every line's end as CRLF. */
function draftOf(form: URLSearchParams, path: string, hasCrlf = false): Draft {
  const text = (form.get("text") ?? "").replace(/\r\n?/g, "\n");
  const message = (form.get("message") ?? "").replaceAll("\0", "").trim().slice(0, maxMessage);
  return { path, text: hasCrlf ? text.replaceAll("\n", "\r\n") : text, message, blob: form.get("blob") ?? "" };
}

async function commitFile(
  { parts, viewer }: Visit,
  { repository, ref, path }: Place,
  file: NewFile,
  { message }: Draft,
  verb: string,
): Promise<Answer> {
  const id = parts.acts.commit({
    repository: slugOf(repository),
    branch: ref,
    files: { [path]: file },
    by: viewer.login,
    message: message || `${verb} ${path}`,
  });
  await hooksTold(parts);
  const to = file === undefined ? hrefOf(repository, "tree", ref) : hrefOf(repository, "blob", ref, path);
  return { to: `${to}?committed=${id}` };
}

function needWriter(visit: Visit, { repository, isBranch, ref }: Place): void {
  const problem = hindrance(visit, repository);
  if (problem) throw new Refusal(403, problem);
  if (!isBranch) throw new Refusal(422, `${ref.slice(0, 7)} is no branch, so nothing can be committed to it.`);
}

function sizeProblem(text: string): string | undefined {
  return Buffer.byteLength(text) > maxTextBytes
    ? "That is too large: files of up to 1 MB can be written here."
    : undefined;
}

/** Why a new file cannot be called so; undefined where it can. */
function pathProblem({ repository, commit }: Place, path: string): string | undefined {
  const names = path.split("/");
  if (path === "") return "The file needs a name.";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return "A name cannot have control characters or backslashes.";
  if (names.some((name) => name === "" || /^\.{1,2}$/.test(name)))
    return "A path has names between its slashes, and none of them is “.” or “..”.";
  // Git refuses what some file systems take for its own folder.
  if (names.some((name) => /^(\.git|git~1)[. ]*$/i.test(name))) return "Git keeps the name “.git” to itself.";
  if (names.some((name) => Buffer.byteLength(name) > 255) || path.length > 1000) return "That name is too long.";
  const above = names.map((_, index) => names.slice(0, index + 1).join("/"));
  const taken = above.find((one) => {
    const entry = commit && entryAt(repository.git, commit.tree, one);
    return entry !== undefined && (one === path || entry.mode !== "40000");
  });
  return taken && `There is a file or folder ${taken} already.`;
}
