import { Refusal } from "../refusal.ts";
import { type Repository, repositoriesOf, slugOf } from "../world.ts";
import { hooksTold } from "./commit-note.ts";
import { html, type Part } from "./html.ts";
import { notice, repositoryHead } from "./page.ts";
import { type Answer, hindrance, hrefOf, type Visit } from "./visit.ts";

/** Renames, archives and deletes. */
export async function showSettings(visit: Visit, repository: Repository): Promise<Answer> {
  const problem = hindrance(visit, repository, "admin");
  if (problem) throw new Refusal(403, problem);
  if (visit.form === undefined) return settingsPage(repository);
  const wrong = changed(visit, repository, visit.form);
  if (wrong !== undefined) return settingsPage(repository, wrong);
  await hooksTold(visit.parts);
  const isThere = visit.parts.world.repositories.has(repository.id);
  return { to: isThere ? hrefOf(repository, "settings") : `/${repository.owner}` };
}

/** Does what a form asks for; returns why not. */
function changed({ parts, viewer }: Visit, repository: Repository, form: URLSearchParams): string | undefined {
  const { acts, world } = parts;
  const slug = slugOf(repository);
  const name = (form.get("name") ?? "").trim();
  switch (form.get("do")) {
    case "rename": {
      if (!/^(?!\.{1,2}$)[\w.-]{1,100}$/.test(name) || name.endsWith(".git"))
        return "A name has up to 100 letters, digits, “.”, “-” and “_”.";
      const same = repositoriesOf(world, repository.owner).find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (same && same !== repository) return `There is a repository ${slugOf(same)} already.`;
      if (name !== repository.name) acts.rename(slug, name, viewer.login);
      return undefined;
    }
    case "archive":
      return void acts.archive(slug, !repository.isArchived, viewer.login);
    case "delete":
      if (name !== repository.name) return `Type “${repository.name}” to delete it.`;
      return void acts.deleteRepository(slug, viewer.login);
    default:
      return "That is nothing that can be done.";
  }
}

function settingsPage(repository: Repository, problem?: string): Answer {
  const form = (act: string, heading: string, fields: Part, label: string, kind: string) =>
    html`<form class="card" method="post"><h2>${heading}</h2><input type="hidden" name="do" value="${act}">
${fields}<p><button class="button" data-kind="${kind}">${label}</button></p></form>`;
  const named = (label: string, value: string) =>
    html`<label class="field">${label}<input name="name" value="${value}" required autocomplete="off" spellcheck="false"></label>`;
  const verb = repository.isArchived ? "Unarchive" : "Archive";
  const body = html`${repositoryHead(repository, "settings")}${problem && notice("problem", problem)}
${form("rename", "Name", named("Name of the repository", repository.name), "Rename", "primary")}
${form("archive", verb, html`<p class="quiet">What is archived can be read and not be changed.</p>`, `${verb} it`, "")}
${form("delete", "Delete", named(`Type “${repository.name}” to delete it for good`, ""), "Delete it", "danger")}`;
  return { status: problem ? 422 : 200, title: `Settings · ${slugOf(repository)}`, body };
}
