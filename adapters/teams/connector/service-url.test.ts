import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { isConnectorAddress, isSafeWay, isSameServiceUrl, isServiceUrl } from "./service-url.ts";

const configured = {
  serviceUrls: ["https://connector.example/bots/", "http://127.0.0.1:4000/connector"],
  unauthenticated: false,
};
const none = { serviceUrls: [], unauthenticated: false };
const local = { serviceUrls: [], unauthenticated: true };

test("Microsoft's connectors of all clouds are known", () => {
  for (const url of [
    "https://smba.trafficmanager.net/teams/",
    "https://smba.trafficmanager.net/emea/home-tenant/",
    "https://smba.trafficmanager.net",
    "https://SMBA.trafficmanager.net/de/",
    "https://smba.infra.gcc.teams.microsoft.com/gcc",
    "https://smba.infra.gov.teams.microsoft.us/teams",
    "https://smba.infra.dod.teams.microsoft.us/teams/",
  ])
    expect([url, isServiceUrl(url, none)]).toEqual([url, true]);
});

test("what is configured holds for what is below it", () => {
  for (const url of [
    "https://connector.example/bots",
    "https://connector.example/bots/a/",
    "http://127.0.0.1:4000/connector/x",
  ])
    expect([url, isServiceUrl(url, configured)]).toEqual([url, true]);
  for (const url of [
    ...["https://connector.example/", "https://connector.example/botsx/", "http://connector.example/bots/"],
    ...[
      "https://connector.example:8443/bots/",
      "https://connector.example/bots/../",
      "http://127.0.0.1:4001/connector/",
    ],
    ...["https://connector.example/bots/%2e%2E/x", "http://127.0.0.1:4000/", "http://localhost:4000/connector/"],
  ])
    expect([url, isServiceUrl(url, configured)]).toEqual([url, false]);
});

test("a configured entry that is no safe way opens nothing", () => {
  for (const entry of [
    "http://connector.example/",
    "https://10.0.0.5/",
    "https://[fe80::1]/",
    "http://169.254.169.254/",
    "x",
    "",
  ])
    expect([entry, isServiceUrl(entry, { serviceUrls: [entry], unauthenticated: false })]).toEqual([entry, false]);
});

test("without authentication this machine alone is a connector", () => {
  for (const url of ["http://localhost:56150/_connector", "http://127.0.0.1:1/", "http://[::1]:4000/"])
    expect([url, isServiceUrl(url, local)]).toEqual([url, true]);
  for (const url of [
    "https://smba.trafficmanager.net/teams/",
    "http://10.0.0.1/",
    "https://localhost/",
    "http://localhost.evil.test/",
  ])
    expect([url, isServiceUrl(url, local)]).toEqual([url, false]);
});

test("addresses that only look like a connector's are refused", () => {
  const host = "smba.trafficmanager.net";
  for (const url of [
    ...[`http://${host}/`, `https://${host}.evil.test/`, `https://evil.test/${host}/`, `https://evil${host}/`],
    ...[`https://${host}@evil.test/`, `https://evil.test@${host}/`, `https://a:b@${host}/`, `https://${host}:8443/`],
    ...[`https://${host}:443/`, `https://${host}./`, `https://${host}\\@evil.test/`, `https:\\\\${host}/`],
    ...[
      ` https://${host}/`,
      `https://${host}/\n`,
      `https://${host}\t/`,
      `https:/${host}/`,
      `https:${host}/`,
      `//${host}/`,
    ],
    ...[
      "https://smba。trafficmanager。net/",
      "https://ｓmba.trafficmanager.net/",
      `https://smba%2Etrafficmanager.net/`,
    ],
    ...[
      `https://${host}/?x`,
      `https://${host}/#x`,
      `https://${host}/%2f..`,
      `https://${host}/..%5c`,
      `https://${host}/{x}/`,
    ],
    ...["https://trafficmanager.net/", "https://evil.trafficmanager.net/", "https://xsmba.trafficmanager.net/"],
    ...[
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://0x7f000001/",
      "https://[::ffff:127.0.0.1]/",
      "https://[::1]/",
    ],
    ...[
      "javascript:alert(1)",
      "data:,x",
      "file:///etc/passwd",
      `ftp://${host}/`,
      `wss://${host}/`,
      "",
      "https://",
      null,
      {},
    ],
    ...[`https://${host}/${"x".repeat(3_000)}`, [`https://${host}/`], new URL(`https://${host}/`)],
  ])
    expect([url, isServiceUrl(url, none)]).toEqual([url, false]);
});

test("whatever is accepted leads to a known host by a safe way, as every reader of addresses reads it", () => {
  const known = new Set(["smba.trafficmanager.net", "connector.example", "127.0.0.1:4000"]);
  const part = fc.constantFrom(
    ...[
      "https:",
      "http:",
      "//",
      "/",
      "\\",
      "@",
      ":",
      "443",
      "4000",
      ".",
      "..",
      "%2e",
      "%2f",
      "?",
      "#",
      "\t",
      "\n",
      " ",
      "\u0000",
    ],
    ...[
      "smba.trafficmanager.net",
      "smba",
      "trafficmanager.net",
      "connector.example",
      "127.0.0.1",
      "evil.test",
      "[::1]",
    ],
    ...["bots", "connector", "teams", "。", "ｓ", "\u00ad", "{x}", "xn--", "127.1", "0", "localhost"],
  );
  const glued = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(""));
  const nearly = fc
    .tuple(fc.constantFrom("https://", "http://", "HTTPS://"), glued, fc.constantFrom(...known), glued)
    .map((parts) => parts.join(""));
  const changed = fc
    .tuple(
      fc.constantFrom("https://smba.trafficmanager.net/teams/", "http://127.0.0.1:4000/connector/"),
      fc.nat(),
      fc.string({ maxLength: 3 }),
    )
    .map(([url, at, text]) => url.slice(0, at % url.length) + text + url.slice(at % url.length));
  const hostile = fc.oneof(glued, nearly, changed, fc.string(), fc.webUrl({ withQueryParameters: true }));

  fc.assert(
    fc.property(hostile, (url) => {
      for (const isAccepted of [isServiceUrl(url, configured), isConnectorAddress(url, configured)]) {
        if (!isAccepted) continue;
        const { protocol, host, username, password, href, pathname } = new URL(url);
        expect(known).toContain(host);
        expect(protocol).toBe(host === "127.0.0.1:4000" ? "http:" : "https:");
        expect(username + password).toBe("");
        expect(isSafeWay(url)).toBe(true);
        expect(href.toLowerCase().startsWith(url.toLowerCase().slice(0, href.length - pathname.length))).toBe(true);
        if (host === "127.0.0.1:4000") expect(`${pathname}/`).toMatch(/^\/connector\//);
        if (host === "connector.example") expect(`${pathname}/`).toMatch(/^\/bots\//);
      }
    }),
    propertyRuns(),
  );
});

test("a slash at the end and capitals in the host make no other connector, anything else does", () => {
  expect(isSameServiceUrl("https://smba.trafficmanager.net/teams", "https://SMBA.trafficmanager.net/teams/")).toBe(
    true,
  );
  expect(isSameServiceUrl("https://smba.trafficmanager.net/teams/", "https://smba.trafficmanager.net/Teams/")).toBe(
    false,
  );
  expect(isSameServiceUrl("https://smba.trafficmanager.net/teams/", "https://smba.trafficmanager.net/teams//")).toBe(
    false,
  );
  expect(isSameServiceUrl("", "")).toBe(false);
});
