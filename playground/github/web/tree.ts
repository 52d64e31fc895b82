import { history } from "../git/history.ts";
import { type Commit, type TreeEntry, typeOfMode } from "../git/object.ts";
import { entryAt } from "../git/tree.ts";
import { Refusal } from "../refusal.ts";
import { slugOf } from "../world.ts";
import { commitNote } from "./commit-note.ts";
import { type Html, html } from "./html.ts";
import { repositoryHead, timeOf } from "./page.ts";
import { type Answer, hrefOf, type Place, type Visit } from "./visit.ts";

const shownCommits = 3;

/** A folder: what is in it, its README and the last commits. */
export function showTree(visit: Visit, place: Place): Answer {
  const { repository, commit, path } = place;
  const { git } = repository;
  const title = [slugOf(repository), path].filter(Boolean).join("/");
  const top = html`${repositoryHead(repository, "code")}${commitNote(visit)}${pathLine(place, "tree")}`;
  const folder = commit && entryAt(git, commit.tree, path);
  if (commit === undefined || folder === undefined) {
    if (path !== "") throw new Refusal(404, `There is no ${path} at ${place.ref}.`);
    return { title, body: html`${top}<p class="quiet">Nothing was committed yet.</p>${cloneLine(visit, place)}` };
  }
  if (folder.mode !== "40000") return { to: hrefOf(repository, "blob", place.ref, path) };
  const entries = git.tree(folder.id);
  const isFolder = ({ mode }: TreeEntry) => mode === "40000";
  const sorted = [...entries.filter(isFolder), ...entries.filter((entry) => !isFolder(entry))];
  const rows = sorted.map(({ name, mode }) => {
    const kind = typeOfMode(mode);
    if (kind === "commit") return html`<li data-kind="submodule">${name} <small>submodule</small></li>`;
    return html`<li data-kind="${kind}"><a href="${hrefOf(repository, kind, place.ref, path, name)}">${name}</a></li>`;
  });
  const readme = entries.find(({ name, mode }) => /^readme(\.\w+)?$/i.test(name) && typeOfMode(mode) === "blob");
  const body = html`${top}
${commitLine(place, commit)}
<ul class="files" aria-label="Files">${rows}</ul>
${readme && readmeOf(readme.name, git.read(readme.id)?.body.toString() ?? "")}
${path === "" && cloneLine(visit, place)}
${path === "" && html`<h2>Last commits</h2>${commitList(place, history(git, commit.id).slice(0, shownCommits))}`}`;
  return { title, body };
}

function readmeOf(name: string, text: string): Html {
  return html`<section class="card" aria-labelledby="readme"><h2 id="readme">${name}</h2><pre class="plain">${text}</pre></section>`;
}

function cloneLine({ parts }: Visit, { repository }: Place): Html {
  return html`<p><label class="field">Clone<input readonly value="${parts.world.webUrl}/${slugOf(repository)}.git"></label></p>`;
}

function commitLine({ repository }: Place, commit: Commit): Html {
  return html`<p class="quiet last">${commit.author.name}: ${commitLink(repository, commit)} ${timeOf(commit.committer.at)}</p>`;
}

function commitLink(repository: Place["repository"], { id, message }: Commit): Html {
  return html`<a href="${hrefOf(repository, "commit", id)}">${message.split("\n")[0] || id.slice(0, 7)}</a>`;
}

/** Commits as a list, as they are given. */
export function commitList({ repository }: Pick<Place, "repository">, commits: readonly Commit[]): Html {
  return html`<ul class="commits">${commits.map(
    (commit) => html`<li>${commitLink(repository, commit)}
<p class="quiet"><code>${commit.id.slice(0, 7)}</code> ${commit.author.name}, ${timeOf(commit.committer.at)}</p></li>`,
  )}</ul>`;
}

/** The branch, the way to what is looked at, and what can be done with it. */
export function pathLine(place: Place, kind: "tree" | "blob"): Html {
  const { repository, ref, path, isBranch } = place;
  const branches = [...repository.git.refs().keys()].flatMap((name) => name.match(/^refs\/heads\/(.+)$/)?.[1] ?? []);
  const names = path.split("/").filter(Boolean);
  const crumbs = names.map((name, index) => {
    const isLast = index === names.length - 1;
    const to = hrefOf(repository, isLast ? kind : "tree", ref, ...names.slice(0, index + 1));
    return html` / <a href="${to}"${isLast && html` aria-current="page"`}>${name}</a>`;
  });
  const add = `${hrefOf(repository, "new", ref)}?filename=${encodeURIComponent(path && `${path}/`)}`;
  return html`<div class="bar"><details class="branches"><summary><span class="hidden">Branch </span>${isBranch ? ref : ref.slice(0, 7)}</summary><ul>${branches.map(
    (name) => html`<li><a href="${hrefOf(repository, "tree", name)}">${name}</a></li>`,
  )}</ul></details>
<nav class="crumbs" aria-label="Path"><a href="${hrefOf(repository, "tree", ref)}">${repository.name}</a>${crumbs}</nav>
<span class="tools"><a class="button" href="${hrefOf(repository, "commits", ref)}">History</a>${
    isBranch && kind === "tree" && html`<a class="button" href="${add}">Add file</a>`
  }${
    isBranch &&
    kind === "blob" &&
    html`<a class="button" href="${hrefOf(repository, "delete", ref, path)}">Delete</a><a
 class="button" data-kind="primary" href="${hrefOf(repository, "edit", ref, path)}">Edit</a>`
  }</span></div>`;
}
