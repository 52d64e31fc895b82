import { Refusal } from "../refusal.ts";
import { type Organisation, organisation, person, repositoriesOf } from "../world.ts";
import { type Html, html } from "./html.ts";
import { isSeen, timeOf } from "./page.ts";
import { type Answer, hrefOf, nameOf, type Visit } from "./visit.ts";

/** Everything there is. */
export function showHome(visit: Visit): Answer {
  const all = [...visit.parts.world.accounts.values()].filter((one) => one.type === "Organization");
  const body = html`<h1>GitHub (simulated)</h1>
<p class="quiet">Repositories on this machine, for you to try things in: what you commit here is told to the bot as GitHub would tell it.</p>
${all.map((one) => html`<h2><a href="/${one.login}">${one.name ?? one.login}</a></h2>${repositoryList(visit, one.login)}`)}
<p><a class="button" href="/-/deliveries">What webhooks were told</a></p>`;
  return { title: "Organisations", body };
}

/** An organisation with its repositories and teams, or a person with theirs. */
export function showAccount(visit: Visit, login: string): Answer {
  const { world } = visit.parts;
  const owner = organisation(world, login);
  const own = owner ?? person(world, login);
  if (own === undefined) throw new Refusal(404, `Nobody here is called ${login}.`);
  const body = html`<h1>${own.name ?? own.login}</h1>${own.name && html`<p class="quiet">${own.login}</p>`}
<h2>Repositories</h2>${repositoryList(visit, own.login)}${owner && teamsOf(visit, owner)}`;
  return { title: own.name ?? own.login, body };
}

function repositoryList(visit: Visit, login: string): Html {
  const seen = repositoriesOf(visit.parts.world, login).filter((one) => isSeen(visit, one));
  if (seen.length === 0) return html`<p class="quiet">None that you see.</p>`;
  return html`<ul class="repositories">${seen.map(
    (one) =>
      html`<li><a href="${hrefOf(one)}">${one.name}</a>${one.isPrivate && html` <span class="badge">private</span>`}${
        one.isArchived && html` <span class="badge">archived</span>`
      }<p class="quiet">${one.description && html`${one.description} · `}changed ${timeOf(one.pushedAt)}</p></li>`,
  )}</ul>`;
}

function teamsOf({ parts: { world } }: Visit, { teams, login }: Organisation): Html {
  const shown = [...teams.values()].map(({ slug, name, description, members }) => {
    const names = [...members.keys()].flatMap((one) => person(world, one) ?? []).map(nameOf);
    return html`<li id="${slug}"><strong>${name}</strong> <code>@${login}/${slug}</code>
<p class="quiet">${description && html`${description} · `}${names.length === 0 ? "nobody of its own" : names.join(", ")}</p></li>`;
  });
  return html`<h2>Teams</h2>${shown.length === 0 ? html`<p class="quiet">None yet.</p>` : html`<ul class="repositories">${shown}</ul>`}`;
}
