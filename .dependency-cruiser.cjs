// The import rules of docs/architecture.md. scripts/boundaries.js runs them and proves on planted files that each can fail.

const tests = "\\.(test|soak)\\.tsx?$|^src/testing/|^playground/.*/testing/";
const ours = "^(src|adapters|playground|test|bench|scripts)/";
const level0 = "^src/(errors|yaml|yaml-split|parse-url|until-aborted|clock|log|breathe)\\.ts$";
const portFiles = "^src/(audit|finding|http-route|inbox|jobs|outbox)\\.ts$";
const level1Folders = ["chat", "catalog", "store", "event", "forge"];
const level1 = `^src/(${level1Folders.join("|")})/`;
/** In this order: each may import those before it. */
const level2Folders = ["jobs", "identity", "router", "sync", "delivery", "notify", "scaffold", "http", "doctor"];
const level2 = `^src/(${level2Folders.join("|")})/`;
const top = "^src/(main|cli|app)(\\.ts$|/)";

const anywhere = "^(src|adapters)/";

/** Which files may import a package; a package that is not named here may be imported by none. */
const vendors = {
  "js-yaml": "^src/yaml\\.ts$",
  pino: "^src/log\\.ts$",
  zod: anywhere,
  "fuse.js": "^src/catalog/search/",
  "node-cron": "^src/jobs/",
  "prom-client": "^src/http/",
  lowdb: "^src/store/lowdb/",
  picomatch: "^src/sync/",
  "@slack/bolt": "^adapters/slack/",
  "@slack/types": "^adapters/slack/",
  "@slack/web-api": "^adapters/slack/",
  botbuilder: "^adapters/teams/",
  "botframework-connector": "^adapters/teams/",
  "botframework-schema": "^adapters/teams/",
  jose: "^adapters/teams/connector/",
  "@octokit/auth-app": "^src/forge/github/",
  "@octokit/plugin-retry": "^src/forge/github/",
  "@octokit/plugin-throttling": "^src/forge/github/",
  "@octokit/rest": "^src/forge/github/",
  undici: "^(src/fetch\\.ts$|adapters/slack/)",
  "@backstage/catalog-model": "^src/sync/parse/",
  "@backstage/plugin-scaffolder-common": "^src/sync/parse/",
};

const page = "^playground/(page|[^/]+/page)/(?!vite\\.config)";
const pageConfig = "^playground/page/vite\\.config\\.ts$";
/** What a page runs of the rest of the playground: how a text is read, and what a form holds. */
const pageReaders = "^playground/slack/(read-mrkdwn|mrkdwn-token|form-state)\\.ts$";

/** The same for the playground. */
const playgroundVendors = {
  zod: "^playground/(?!page/|[^/]+/page/)",
  ws: "^playground/slack/(?!page/)",
  react: page,
  "react-dom": page,
  "@slack/types": "^playground/slack/(page|desk)/",
  adaptivecards: "^playground/teams/page/",
  "markdown-it": "^playground/teams/page/",
  jose: "^playground/(teams/(?!page/)|github/)",
  graphql: "^playground/github/",
  vite: pageConfig,
  "@vitejs/plugin-react": pageConfig,
};

const literally = (text) => text.replace(/[.\\/]/g, "\\$&");
const slug = (name) => name.replace(/[@/.]+/g, "-").replace(/^-/, "");
const inPackage = (name) => `(^|/)node_modules/(@types/)?${literally(name)}/`;
const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });
const product = (path) => ({ path, pathNot: tests });

/** A rule that lets `from` import, of what is ours, only what `allowed` names. */
const only = (name, comment, from, allowed) => rule(name, comment, product(from), { path: ours, pathNot: allowed });

const layers = [
  only("level-0", "errors, yaml, parse-url, clock, log and breathe import at most each other", level0, [level0]),
  ...level1Folders.map((folder) =>
    only(
      `level-1-${folder}`,
      `${folder} imports no other folder; store and the port files only as types`,
      `^src/${folder}/`,
      [level0, `^src/${folder}/`, "^src/store/store\\.ts$", portFiles],
    ),
  ),
  only("level-1-port-files", "a port file imports level 0 and the store's port", portFiles, [
    level0,
    "^src/store/store\\.ts$",
    portFiles,
  ]),
  rule(
    "level-1-ports-as-types",
    "level 1 knows the store and the port files only as types",
    product(`^src/(?:(?!store/)(?:${level1Folders.join("|")})/|(?:audit|finding|http-route|inbox|jobs|outbox)\\.ts$)`),
    { path: [portFiles, "^src/store/"], dependencyTypesNot: ["type-only"] },
  ),
  ...level2Folders.map((folder, index) =>
    only(`level-2-${folder}`, `${folder} imports levels 0 and 1 and the level 2 folders before it`, `^src/${folder}/`, [
      level0,
      level1,
      portFiles,
      `^src/(${level2Folders.slice(0, index + 1).join("|")})/`,
    ]),
  ),
  rule(
    "router-knows-no-catalog",
    "the router asks may(asker, permission); it knows neither catalog nor identity",
    product("^src/router/"),
    { path: "^src/(catalog|identity|store|forge)/" },
  ),
];

const plugins = [
  only("plugin-interface", "plugin.ts imports levels 0 to 2", "^src/plugin\\.ts$", [level0, level1, portFiles, level2]),
  rule("plugin-interface-as-types", "plugin.ts is types only", product("^src/plugin\\.ts$"), {
    dependencyTypesNot: ["type-only"],
  }),
  rule(
    "plugin-interface-importers",
    "only plugins and the top import plugin.ts",
    { path: ours, pathNot: ["^src/plugins/", top, tests] },
    { path: "^src/plugin\\.ts$" },
  ),
  only("plugins", "a plugin imports plugin.ts and levels 0 to 2", "^src/plugins/", [
    level0,
    level1,
    portFiles,
    level2,
    "^src/plugin\\.ts$",
    "^src/plugins/",
  ]),
  rule("plugins-apart", "a plugin never imports another plugin", product("^src/plugins/([^/]+)/"), {
    path: "^src/plugins/[^/]+/",
    pathNot: "^src/plugins/$1/",
  }),
  rule(
    "plugins-shared",
    "what plugins share knows no plugin",
    { path: "^src/plugins/[^/]+\\.ts$", pathNot: [tests, "^src/plugins/index\\.ts$"] },
    { path: "^src/plugins/[^/]+/" },
  ),
  rule(
    "plugins-importers",
    "only the top knows which plugins there are",
    { path: ours, pathNot: ["^src/plugins/", top, tests] },
    {
      path: "^src/plugins/",
    },
  ),
];

const edges = [
  only("adapters", "an adapter imports src/chat, the port types of level 1 and level 0", "^adapters/", [
    level0,
    "^src/chat/",
    "^src/store/store\\.ts$",
    portFiles,
    "^adapters/",
  ]),
  rule(
    "adapters-ports-as-types",
    "an adapter knows the store and the port files only as types",
    product("^adapters/"),
    {
      path: [portFiles, "^src/store/"],
      dependencyTypesNot: ["type-only"],
    },
  ),
  rule("adapters-apart", "an adapter never imports another adapter", product("^adapters/([^/]+)/"), {
    path: "^adapters/[^/]+/",
    pathNot: "^adapters/$1/",
  }),
  rule(
    "adapters-importers",
    "main and cli alone import adapters",
    { path: "^src/", pathNot: ["^src/(main|cli)(\\.ts$|/)", tests] },
    { path: "^adapters/" },
  ),
  rule(
    "config-importers",
    "main, cli and app alone import the configuration",
    { path: "^(src|adapters)/", pathNot: [top, "^src/config(\\.ts$|/)", tests] },
    { path: "^src/config(\\.ts$|/)" },
  ),
  only("config", "the configuration imports levels 0 and 1 and how a git source is named", "^src/config(\\.ts$|/)", [
    level0,
    "^src/catalog/ref\\.ts$",
    "^src/sync/git/(address|branch-name)\\.ts$",
    "^src/config(\\.ts$|/)",
  ]),
  only("fetch", "the way out imports level 0", "^src/fetch\\.ts$", [level0]),
  rule(
    "top-importers",
    "nothing imports main, cli or app but main and cli",
    { path: "^(src|adapters)/", pathNot: ["^src/(main|cli)(\\.ts$|/)", "^src/app(\\.ts$|/)", tests] },
    { path: top },
  ),
  rule(
    "app-below-main",
    "app knows neither main nor cli",
    { path: "^src/app(\\.ts$|/)", pathNot: tests },
    { path: "^src/(main|cli)(\\.ts$|/)" },
  ),
  rule("app-without-vendors", "app.ts is pure wiring: no package", product("^src/app(\\.ts$|/)"), {
    path: "(^|/)node_modules/",
  }),
  rule(
    "testing-importers",
    "what tests stand on is for tests",
    { path: "^(src|adapters|playground)/", pathNot: tests },
    { path: "^(src|playground/.*)/testing/" },
  ),
  rule("tests-importers", "nothing imports a test", { path: ours }, { path: "\\.(test|soak)\\.tsx?$" }),
  rule("tools-importers", "the product imports no playground, bench, script or test", product("^(src|adapters)/"), {
    path: "^(playground|bench|scripts|test)/",
  }),
  // Its tests too: it stands on its own.
  rule(
    "playground",
    "the playground speaks only the vendors' protocols",
    { path: "^playground/" },
    {
      path: "^(src|adapters|bench|scripts|test)/",
    },
  ),
];

const pages = [
  rule(
    "page-as-types",
    "a page knows the rest of the playground as types, besides how a text is read and what a form holds",
    product(page),
    { path: "^playground/", pathNot: [page, pageReaders], dependencyTypesNot: ["type-only"] },
  ),
  rule(
    "page-readers",
    "what a page runs too imports nothing else, but as types",
    { path: pageReaders },
    { pathNot: pageReaders, dependencyTypesNot: ["type-only"] },
  ),
  rule("page-in-a-browser", "a page runs in a browser: nothing of Node's", product(page), {
    dependencyTypes: ["core"],
  }),
  rule(
    "page-importers",
    "the rest of the playground knows no page",
    { path: "^playground/", pathNot: [page, tests] },
    { path: page },
  ),
  rule("slack-types-as-types", "a page has Slack's blocks as types", product(page), {
    path: inPackage("@slack/types"),
    dependencyTypesNot: ["type-only"],
  }),
];

const packages = [
  rule("undici-as-types", "an adapter gets its dispatcher; it makes none", product("^adapters/"), {
    path: inPackage("undici"),
    dependencyTypesNot: ["type-only"],
  }),
  ...Object.entries(vendors)
    .filter(([, allowed]) => allowed !== anywhere)
    .map(([name, allowed]) =>
      rule(
        `vendor-${slug(name)}`,
        `one vendor, one place: ${name}`,
        { path: "^(src|adapters)/", pathNot: [allowed, tests] },
        { path: inPackage(name) },
      ),
    ),
  ...Object.entries(playgroundVendors).map(([name, allowed]) =>
    rule(
      `playground-${slug(name)}`,
      `one vendor, one place: ${name}`,
      { path: "^playground/", pathNot: [allowed, tests] },
      { path: inPackage(name) },
    ),
  ),
  rule(
    "vendor-unknown",
    "a package that no rule places: add it to the vendors here and to docs/adr/0003-dependencies.md",
    product("^(src|adapters)/"),
    { path: "(^|/)node_modules/", pathNot: Object.keys(vendors).map(inPackage) },
  ),
  rule(
    "playground-unknown",
    "a package that the playground has no need of, or that only tests have",
    product("^playground/"),
    { path: "(^|/)node_modules/", pathNot: Object.keys(playgroundVendors).map(inPackage) },
  ),
];

const everywhere = [
  rule("no-cycles", "no cycles, type imports included", {}, { circular: true }),
  rule("resolvable", "every import leads somewhere", {}, { couldNotResolve: true }),
];

module.exports = {
  forbidden: [...layers, ...plugins, ...edges, ...pages, ...packages, ...everywhere],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "node", "default"] },
    skipAnalysisNotInRules: true,
  },
};
