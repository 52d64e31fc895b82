import { roleIn } from "../credential.ts";
import type { Repository, User } from "../world.ts";
import { type Html, html, type Part } from "./html.ts";
import { hrefOf, nameOf, peopleOf, type Visit } from "./visit.ts";

/** Whether somebody sees a repository at all. */
export function isSeen({ parts: { world }, viewer }: Visit, repository: Repository): boolean {
  return roleIn(world, viewer.login, repository) !== "none";
}

/** A whole document. */
export function documentOf(visit: Visit, title: string, body: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · GitHub (simulated)</title>
<link rel="icon" type="image/svg+xml" href="/-/icon.svg">
<link rel="stylesheet" href="/-/style.css">
<script src="/-/lines.js" defer></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top">
<a class="brand" href="/"><img src="/-/icon.svg" alt="" width="24" height="24"><span><strong>GitHub</strong> (simulated)</span></a>
${platforms(visit)}
${personSwitch(visit)}
</header>
<main id="main">${body}</main>
</body>
</html>
`;
  return page.html;
}

/** As the playground's other platforms call the same person: `lena.fischer`. */
export function nameElsewhere(user: User): string {
  return nameOf(user).toLowerCase().replaceAll(" ", ".");
}

function platforms({ parts, viewer }: Visit): Part {
  const url = parts.playgroundUrl;
  if (url === undefined) return undefined;
  const as = encodeURIComponent(nameElsewhere(viewer));
  return html`<nav class="platforms" aria-label="Platform"><a href="${url}/?on=slack&as=${as}">Slack</a><a
 href="${url}/?on=teams&as=${as}">Teams</a><a href="/" aria-current="true">GitHub</a></nav>`;
}

function personSwitch({ parts, viewer, address }: Visit): Html {
  return html`<details class="person"><summary><span class="hidden">You are </span>${nameOf(viewer)}</summary>
<form method="post" action="/-/person"><input type="hidden" name="back" value="${address.pathname}">
${peopleOf(parts.world).map(
  (one) =>
    html`<button name="login" value="${one.login}" aria-pressed="${String(one.login === viewer.login)}">${nameOf(
      one,
    )}<small>${one.login}</small></button>`,
)}</form></details>`;
}

/** What stands above everything of a repository. */
export function repositoryHead(repository: Repository, current: "code" | "commits" | "settings"): Html {
  const { owner, name, description, isPrivate, isArchived, defaultBranch } = repository;
  const tab = (id: typeof current, label: string, href: string) =>
    html`<a href="${href}"${id === current && html` aria-current="page"`}>${label}</a>`;
  return html`<h1><a href="/${owner}">${owner}</a> / <a href="${hrefOf(repository)}">${name}</a>
${isPrivate && html`<span class="badge">private</span>`}${isArchived && html`<span class="badge">archived</span>`}</h1>
${description && html`<p class="quiet">${description}</p>`}
<nav class="tabs" aria-label="Repository">${tab("code", "Code", hrefOf(repository))}${tab(
    "commits",
    "Commits",
    hrefOf(repository, "commits", defaultBranch),
  )}${tab("settings", "Settings", hrefOf(repository, "settings"))}<a href="/-/deliveries">Webhooks</a></nav>`;
}

/** Something that has to be known before the rest is read. */
export function notice(kind: "done" | "problem", ...parts: readonly Part[]): Html {
  return html`<p class="notice" data-kind="${kind}" role="${kind === "done" ? "status" : "alert"}">${parts}</p>`;
}

/** When it was. */
export function timeOf(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")}</time>`;
}
