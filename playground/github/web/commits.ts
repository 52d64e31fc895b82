import type { BareRepository } from "../git/bare-repository.ts";
import { changesOf, history } from "../git/history.ts";
import { entryAt, type PathChange } from "../git/tree.ts";
import { Refusal } from "../refusal.ts";
import { type Repository, slugOf } from "../world.ts";
import { maxTextBytes } from "./blob.ts";
import { html, type Part } from "./html.ts";
import { diffOf } from "./line-diff.ts";
import { repositoryHead, timeOf } from "./page.ts";
import { commitList } from "./tree.ts";
import { type Answer, hrefOf, type Place, type Visit } from "./visit.ts";

const onePage = 30;
/** How many changed files are shown with their lines. */
const maxFiles = 100;

/** What was committed, the newest first, a page at a time. */
export function showCommits(visit: Visit, place: Place): Answer {
  const { repository, commit, ref } = place;
  const from = Math.max(0, Math.floor(Number(visit.address.searchParams.get("from")) || 0));
  const all = commit ? history(repository.git, commit.id) : [];
  const older = from + onePage < all.length && `${hrefOf(repository, "commits", ref)}?from=${from + onePage}`;
  const body = html`${repositoryHead(repository, "commits")}<h2>Commits of ${ref}</h2>
${commitList(place, all.slice(from, from + onePage))}
${older && html`<p><a class="button" href="${older}">Older commits</a></p>`}`;
  return { title: `Commits · ${slugOf(repository)}`, body };
}

/** What one commit changed in comparison to the one before it. */
export function showCommit(repository: Repository, id: string): Answer {
  const { git } = repository;
  const commit = git.commit(id);
  if (commit === undefined) throw new Refusal(404, `There is no commit ${id.slice(0, 40)} here.`);
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : git.commit(parent)?.tree;
  const changes = changesOf(git, commit);
  const files = changes.slice(0, maxFiles).map((change) => {
    const { path, status } = change;
    const at = status === "removed" ? parent : id;
    return html`<section class="card"><h3><a href="${hrefOf(repository, "blob", at ?? id, path)}">${path}</a>
<span class="badge">${status}</span></h3>${linesOf(git, before, change)}</section>`;
  });
  const [title = "", ...rest] = commit.message.split("\n");
  const body = html`${repositoryHead(repository, "commits")}<h2>${title}</h2>
${rest.join("").trim() !== "" && html`<pre class="plain">${rest.join("\n").trim()}</pre>`}
<p class="quiet"><code>${id.slice(0, 7)}</code> ${commit.author.name}, ${timeOf(commit.committer.at)}${parent !== undefined && html`, after <a href="${hrefOf(repository, "commit", parent)}"><code>${parent.slice(0, 7)}</code></a>`}</p>
<p class="quiet">${changes.length === 1 ? "1 file" : `${changes.length} files`} changed${
    changes.length > maxFiles && `, ${maxFiles} of them shown`
  }.</p>${files}`;
  return { title: `${title} · ${slugOf(repository)}`, body };
}

function linesOf(git: BareRepository, before: string | undefined, { path, status, id }: PathChange): Part {
  const old = status === "added" || before === undefined ? undefined : entryAt(git, before, path)?.id;
  const [was, is] = [old, status === "removed" ? undefined : id].map((blob) =>
    blob === undefined ? Buffer.alloc(0) : (git.read(blob)?.body ?? Buffer.alloc(0)),
  );
  if (was === undefined || is === undefined) return undefined;
  const isShown = [was, is].every((bytes) => bytes.length <= maxTextBytes && !bytes.includes(0));
  return isShown
    ? diffOf(was.toString(), is.toString())
    : html`<p class="quiet">Not shown: no text, or too much of it.</p>`;
}
