import fc from "fast-check";

/** A configuration text with known faults. */
export interface BrokenConfig {
  readonly text: string;
  /** Where each fault must be reported. */
  readonly paths: readonly string[];
}

type Path = readonly (string | number)[];
type Fault =
  | { readonly path: Path; readonly fault: "removed" }
  | { readonly path: Path; readonly fault: "set"; readonly value: unknown };

/** Stands in every secret place of a broken configuration: it must show nowhere. */
export const plantedSecret = "tok-5ecret-5ecret";

const whole = {
  server: {
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "https://callboard.example.com",
    metrics: { host: "127.0.0.1", port: 9464 },
  },
  data: "data",
  store: { type: "lowdb" },
  network: { proxy: `http://bot:${plantedSecret}@proxy.example.com:3128`, caFile: "company.pem" },
  admins: ["group:default/platform", "user:ops/ada"],
  catalog: {
    schedule: "*/5 * * * *",
    sources: [
      {
        type: "git",
        name: "org",
        url: "https://github.com/acme/catalog.git",
        branch: "main",
        paths: ["**/catalog-info.yaml", "org/*.yaml"],
        trusted: true,
        token: plantedSecret,
      },
      { type: "folder", name: "local", path: "catalog", paths: ["*.yaml"], trusted: true },
    ],
  },
  chat: {
    slack: {
      botToken: `xoxb-${plantedSecret}`,
      signingSecret: `${plantedSecret}-of-slack`,
      appToken: `xapp-${plantedSecret}`,
      apiUrl: "https://slack.com/api/",
      commands: { callboard: "/cb", find: "/find" },
      guests: "deny",
      external: "allow",
    },
    teams: {
      appId: "1d3b5f70-aaaa-4bbb-8ccc-0123456789ab",
      appPassword: plantedSecret,
      tenantId: "72f988bf-0000-4000-8000-00000000beef",
      tenants: ["72f988bf-0000-4000-8000-00000000cafe"],
      serviceUrls: ["https://smba.example.com/emea/"],
      openIdUrl: "https://login.example.com/openid",
      tokenIssuer: "https://api.botframework.us",
      loginUrl: "https://login.microsoftonline.us/",
      unauthenticated: false,
    },
  },
  log: { level: "debug" },
};

const required: readonly Path[] = [
  ["catalog"],
  ["catalog", "sources"],
  ["store", "type"],
  ["chat", "slack", "botToken"],
  ...["appId", "appPassword", "tenantId"].map((key) => ["chat", "teams", key]),
  ...["type", "name", "url"].map((key) => ["catalog", "sources", 0, key]),
  ...["type", "name", "path"].map((key) => ["catalog", "sources", 1, key]),
];

const places = pathsOf(whole);
const mappings = places.filter((path) => kindOf(at(path)) === "mapping");

/** Configurations in which every key can have the wrong type, be missing or be unknown: one fault, or one in each of several top keys. */
export function brokenConfig(): fc.Arbitrary<BrokenConfig> {
  return fc.uniqueArray(faults(), { minLength: 1, maxLength: 3, selector: ({ path }) => path[0] }).map((chosen) => ({
    text: JSON.stringify(chosen.reduce<unknown>(apply, whole), null, 2),
    paths: chosen.map(({ path }) => pathText(path)),
  }));
}

function faults(): fc.Arbitrary<Fault> {
  const wrongType = fc
    .constantFrom(...places.filter((path) => path.length > 0))
    .chain((path) => wrongValue(kindOf(at(path))).map((value) => ({ path, fault: "set" as const, value })));
  const missing = fc.constantFrom(...required).map((path) => ({ path, fault: "removed" as const }));
  const unknown = fc
    .tuple(fc.constantFrom(...mappings), fc.stringMatching(/^[a-z_]{1,12}$/), fc.jsonValue())
    .filter(([path, key]) => !Object.hasOwn(at(path) as object, key))
    .filter(([, key]) => key !== "__proto__")
    .map(([path, key, value]) => ({ path: [...path, key], fault: "set" as const, value }));
  return fc.oneof(wrongType, missing, unknown);
}

function wrongValue(kind: string): fc.Arbitrary<unknown> {
  const values = [
    { kind: "text", value: fc.constantFrom("", " ", "\u0000", "\n") },
    { kind: "number", value: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })) },
    { kind: "boolean", value: fc.boolean() },
    { kind: "list", value: fc.array(fc.jsonValue(), { maxLength: 3 }) },
    { kind: "mapping", value: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue(), { maxKeys: 2 }) },
    { kind: "nothing", value: fc.constant(null) },
  ];
  // An empty text is as wrong where a text is expected as a number is; so is nothing.
  return fc.oneof(...values.filter((other) => other.kind !== kind || kind === "text").map(({ value }) => value));
}

function apply(root: unknown, fault: Fault): unknown {
  const change = (node: unknown, [step, ...rest]: Path): unknown => {
    if (step === undefined) return fault.fault === "set" ? fault.value : undefined;
    if (Array.isArray(node)) return node.map((item, index) => (index === step ? change(item, rest) : item));
    const entries = Object.entries(node as object).filter(([key]) => key !== step);
    if (rest.length === 0 && fault.fault === "removed") return Object.fromEntries(entries);
    return Object.fromEntries([...entries, [step, change((node as Record<string, unknown>)[step], rest)]]);
  };
  return change(root, fault.path);
}

function at(path: Path): unknown {
  return path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], whole);
}

function pathsOf(node: unknown, path: Path = []): readonly Path[] {
  if (typeof node !== "object" || node === null) return [path];
  const steps = Array.isArray(node) ? [...node.keys()] : Object.keys(node);
  return [path, ...steps.flatMap((step) => pathsOf((node as Record<string | number, unknown>)[step], [...path, step]))];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "mapping";
  return typeof value === "string" ? "text" : typeof value;
}

function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}
