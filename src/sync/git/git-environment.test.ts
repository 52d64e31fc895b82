import { expect, test } from "vitest";
import { recordedLog } from "../../testing/recorded-log.ts";
import { parseGitAddress } from "./address.ts";
import { gitEnvironment } from "./git-environment.ts";
import { createGitSource } from "./git-source.ts";

function settings(url: string, options: { token?: string; proxy?: string; caFile?: string } = {}) {
  const { token, ...network } = options;
  const address = parseGitAddress(url);
  const inherited = { PATH: "/bin", HOME: "/home/u", SSH_AUTH_SOCK: "/agent", GIT_TRACE: "1", SECRET: "canary" };
  const environment = gitEnvironment({ address, network, inherited, gitDir: "/m.git", ...(token ? { token } : {}) });
  const count = Number(environment["GIT_CONFIG_COUNT"]);
  const config = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      environment[`GIT_CONFIG_KEY_${index}`],
      environment[`GIT_CONFIG_VALUE_${index}`],
    ]),
  );
  return { environment, config };
}

test.each([
  ["https://github.com/acme/catalog", "https"],
  ["http://127.0.0.1:1/acme/catalog", "http"],
  ["git@github.com:acme/catalog", "ssh"],
  ["/srv/catalog", "file"],
])("%s may be reached over %s alone", (url, scheme) => {
  expect(settings(url).environment["GIT_ALLOW_PROTOCOL"]).toBe(scheme);
});

test("proxy and authority file are settings of git", () => {
  const { config } = settings("https://github.com/acme/catalog", { proxy: "http://proxy:8080", caFile: "/ca.pem" });

  expect(config).toMatchObject({ "http.proxy": "http://proxy:8080", "http.sslCAInfo": "/ca.pem" });
});

test("the token is for the configured host alone, and in no setting", () => {
  const { environment, config } = settings("https://ghe.example.com:8443/acme/catalog", { token: "canary-token" });

  expect(environment["CALLBOARD_GIT_TOKEN"]).toBe("canary-token");
  expect(config).toHaveProperty(["credential.https://ghe.example.com:8443.helper"]);
  expect(JSON.stringify(config)).not.toContain("canary-token");
});

test("home and agent are taken over for ssh alone, everything else for nobody", () => {
  const web = settings("https://github.com/acme/catalog").environment;
  const ssh = settings("git@github.com:acme/catalog").environment;

  expect(web).not.toHaveProperty("HOME");
  expect(web).not.toHaveProperty("SSH_AUTH_SOCK");
  expect(ssh).toMatchObject({ HOME: "/home/u", SSH_AUTH_SOCK: "/agent" });
  for (const environment of [web, ssh]) {
    expect(environment).not.toHaveProperty("GIT_TRACE");
    expect(environment).not.toHaveProperty("SECRET");
  }
});

test("a stray percent sign in the proxy's password is part of it", async () => {
  const { log } = recordedLog();
  const source = createGitSource({
    name: "org",
    url: "https://127.0.0.1:1/acme/catalog.git",
    mirrorDir: "/nonexistent/mirror",
    network: { proxy: "http://me:pass%25word%@127.0.0.1:1" },
    log,
    environment: { PATH: process.env["PATH"] },
  });

  const { roots } = await source.read(new Map(), new AbortController().signal);

  expect(roots).toMatchObject([{ type: "failed", error: { code: "unavailable" } }]);
});
