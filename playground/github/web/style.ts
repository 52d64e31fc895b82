/** The colours and fonts of the playground's page (`playground/page/theme.css`), and what these pages consist of. */
export const style = `:root {
  color-scheme: light dark;
  --font: "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Color Emoji", sans-serif;
  --mono: ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --ground: light-dark(#f4f1ea, #12161a);
  --paper: light-dark(#fffdf9, #181d22);
  --raised: light-dark(#ffffff, #20262c);
  --hover: light-dark(#f3efe6, #232a31);
  --code: light-dark(#f1ede4, #262d34);
  --tint: light-dark(#dcefeb, #17342f);
  --mark: light-dark(#fff2c4, #3d3413);
  --ink: light-dark(#1d2226, #e9e6df);
  --quiet: light-dark(#5c6369, #a3abb2);
  --link: light-dark(#0b6157, #6ad1c1);
  --danger: light-dark(#b3261e, #ff8a80);
  --line: light-dark(#e2dccf, #2c343c);
  --edge: light-dark(#8a8578, #77818a);
  --accent: light-dark(#0b6b60, #4fc0ae);
  --on-accent: light-dark(#ffffff, #06211d);
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 var(--font); text-size-adjust: 100%; }
a { color: var(--link); text-underline-offset: 2px; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, input, textarea { border: 1px solid var(--edge); border-radius: 6px; background: var(--raised); color: inherit; font: inherit; }
button, summary { cursor: pointer; }
code, pre, textarea { font-family: var(--mono); font-size: 13px; }
code { overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 22px; font-weight: 650; overflow-wrap: anywhere; }
h1 a { text-decoration: none; }
h2 { margin: 28px 0 8px; font-size: 17px; font-weight: 650; overflow-wrap: anywhere; }
h3 { margin: 0 0 8px; font: 600 14px var(--mono); overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
p { margin: 8px 0; }
main { max-width: 1000px; margin: 0 auto; padding: 24px 20px 64px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: -1000px; }
.skip:focus { left: 8px; top: 8px; z-index: 3; padding: 8px 12px; background: var(--raised); }
.quiet { color: var(--quiet); font-size: 13.5px; }
.quiet time { white-space: nowrap; }
.top { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 10px 20px; border-bottom: 1px solid var(--line); background: var(--ground); }
.brand { display: flex; gap: 10px; align-items: center; color: var(--quiet); text-decoration: none; }
.brand strong { color: var(--ink); font-weight: 650; }
.platforms { display: flex; gap: 2px; padding: 2px; border: 1px solid var(--line); border-radius: 6px; }
.platforms a { padding: 4px 14px; border-radius: 4px; color: var(--quiet); font-size: 14px; font-weight: 600; text-decoration: none; }
.platforms a:hover { background: var(--hover); }
.platforms a[aria-current] { background: var(--tint); color: var(--ink); }
.person, .branches { position: relative; }
.person { margin-left: auto; }
summary { list-style: none; }
summary::-webkit-details-marker { display: none; }
.person > summary, .branches > summary { padding: 5px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--raised); font-size: 14px; font-weight: 600; }
.person > summary::after, .branches > summary::after { content: " ▾"; color: var(--quiet); }
.person form, .branches ul { position: absolute; z-index: 2; top: calc(100% + 4px); max-height: 60vh; overflow-y: auto; padding: 6px; border: 1px solid var(--line); border-radius: 10px; background: var(--raised); box-shadow: 0 12px 32px light-dark(rgb(40 34 20 / 18%), rgb(0 0 0 / 55%)); }
.person form { right: 0; width: 260px; }
.branches ul { left: 0; width: max-content; max-width: min(320px, 80vw); }
.person button, .branches li a { display: block; width: 100%; padding: 7px 10px; border: 0; border-radius: 6px; background: none; text-align: left; }
.person button:hover, .branches li a:hover { background: var(--hover); }
.person button[aria-pressed="true"] { background: var(--tint); }
.person small { display: block; color: var(--quiet); }
.tabs { display: flex; gap: 4px; margin: 12px 0 16px; border-bottom: 1px solid var(--line); }
.tabs a { padding: 8px 12px; border-bottom: 2px solid transparent; color: var(--quiet); font-weight: 600; text-decoration: none; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { border-color: var(--accent); color: var(--ink); }
.badge { display: inline-block; padding: 0 8px; border: 1px solid var(--edge); border-radius: 10px; color: var(--quiet); font: 600 12px/18px var(--font); vertical-align: 2px; }
.badge[data-kind="problem"] { border-color: var(--danger); color: var(--danger); }
.badge[data-kind="done"] { border-color: var(--accent); color: var(--link); }
.notice { padding: 10px 14px; border-left: 4px solid var(--accent); border-radius: 6px; background: var(--tint); }
.notice[data-kind="problem"] { border-color: var(--danger); background: var(--mark); }
.bar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 12px 0; }
.crumbs { flex: 1 1 200px; min-width: 0; overflow-wrap: anywhere; }
.crumbs [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.tools { display: flex; gap: 6px; }
.button { display: inline-flex; align-items: center; min-height: 34px; padding: 3px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--raised); color: var(--ink); font-size: 14px; font-weight: 600; text-decoration: none; }
.button:hover { background: var(--hover); }
.button[data-kind="primary"] { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.button[data-kind="danger"] { border-color: var(--danger); color: var(--danger); }
.last { padding: 10px 14px; margin: 0; border: 1px solid var(--line); border-bottom: 0; border-radius: 10px 10px 0 0; background: var(--ground); }
.files { border: 1px solid var(--line); border-radius: 0 0 10px 10px; }
.files li { padding: 7px 14px; }
.files li + li, .commits li + li, .repositories li + li, .deliveries li + li { border-top: 1px solid var(--line); }
.files a { text-decoration: none; }
.files a:hover { text-decoration: underline; }
.files [data-kind="tree"] a { font-weight: 600; }
.files [data-kind="tree"] a::after { content: "/"; color: var(--quiet); }
.commits, .repositories, .deliveries { border: 1px solid var(--line); border-radius: 10px; }
.commits li, .repositories li { padding: 10px 14px; }
.commits p, .repositories p { margin: 2px 0 0; }
.repositories > li > a, .commits > li > a { font-weight: 600; text-decoration: none; }
.deliveries li { position: relative; padding: 10px 14px; }
.deliveries form { position: absolute; top: 6px; right: 10px; }
.deliveries summary { min-height: 28px; margin-right: 110px; }
.deliveries time { white-space: nowrap; }
.deliveries summary::before { content: "▸ "; color: var(--quiet); }
.deliveries .code { max-height: 60vh; }
.deliveries [open] > summary::before { content: "▾ "; }
.card { margin: 20px 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; }
.card h2 { margin-top: 0; }
.plain { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.field { display: block; margin: 12px 0; color: var(--quiet); font-size: 13.5px; }
.field :is(input, textarea) { display: block; width: 100%; margin-top: 4px; padding: 7px 10px; color: var(--ink); }
.field input { font-size: 15px; }
.field textarea { min-height: 320px; line-height: 20px; resize: vertical; white-space: pre; overflow: auto; tab-size: 4; }
.code { overflow: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--raised); }
.code pre { width: max-content; min-width: 100%; margin: 0; padding: 8px 0; line-height: 20px; tab-size: 4; }
.code span { display: block; padding: 0 14px 0 0; scroll-margin-top: 40vh; }
.code span:target, .code span.marked { background: var(--mark); }
.code a { position: sticky; left: 0; display: inline-block; min-width: 52px; margin-right: 14px; padding-right: 10px; border-right: 1px solid var(--line); background: inherit; color: var(--quiet); text-align: right; text-decoration: none; user-select: none; }
.code a::before { content: attr(data-n); }
.code pre:not(:has(a)), .code .diff span { padding-inline: 14px; }
.code .diff { padding-inline: 0; }
.diff [data-sign="+"] { background: var(--tint); }
.diff [data-sign="-"] { background: var(--mark); }
.diff .gap { color: var(--quiet); }
@media (max-width: 700px) {
  .top { padding: 8px 12px; }
  .platforms { order: 3; flex: 1 0 100%; }
  .platforms a { flex: 1; padding-block: 10px; text-align: center; }
  .person > summary, .branches > summary { padding-block: 10px; }
  main { padding: 16px 12px 48px; }
  .button, .person button { min-height: 44px; }
  .field :is(input, textarea) { font-size: 16px; }
  .files li { padding-block: 11px; }
  .tabs a { flex: 1; padding: 12px 4px; text-align: center; }
}
`;

/** Marks \`#L10-L12\`, as no style can; a single line is marked without it. */
export const linesScript = `const show = () => {
  const [, from, to] = /^#L(\\d+)-L?(\\d+)$/.exec(location.hash) ?? [];
  for (const line of document.querySelectorAll(".marked")) line.classList.remove("marked");
  if (from === undefined) return;
  const [first, last] = [Number(from), Number(to)].sort((a, b) => a - b);
  for (let n = first; n <= last; n += 1) document.getElementById("L" + n)?.classList.add("marked");
  document.getElementById("L" + first)?.scrollIntoView();
};
addEventListener("hashchange", show);
show();
`;

/** The playground's mark. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none"><rect width="16" height="16" rx="4" fill="#0b6b60"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>
`;
