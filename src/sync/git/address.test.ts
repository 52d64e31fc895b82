import { expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { parseGitAddress } from "./address.ts";

test.each([
  ["https://github.com/acme/catalog.git", "https://github.com/acme/catalog", "acme/catalog", "github.com"],
  ["https://GitHub.com/acme/catalog", "https://github.com/acme/catalog", "acme/catalog", "github.com"],
  [
    "https://ghe.example.com:8443/acme/catalog/",
    "https://ghe.example.com:8443/acme/catalog",
    "acme/catalog",
    "ghe.example.com:8443",
  ],
  ["https://gitlab.com/group/sub/repo.git", "https://gitlab.com/group/sub/repo", "group/sub/repo", "gitlab.com"],
  ["http://127.0.0.1:8080/acme/catalog.git", "http://127.0.0.1:8080/acme/catalog", "acme/catalog", "127.0.0.1:8080"],
  ["http://[::1]:8080/acme/catalog.git", "http://[::1]:8080/acme/catalog", "acme/catalog", "[::1]:8080"],
  ["ssh://git@github.com/acme/catalog.git", "ssh://github.com/acme/catalog", "acme/catalog", "github.com"],
  ["ssh://git@Example.com:2222/acme/catalog", "ssh://example.com/acme/catalog", "acme/catalog", "example.com"],
  ["git@github.com:acme/catalog.git", "ssh://github.com/acme/catalog", "acme/catalog", "github.com"],
  ["github-alias:acme/catalog.git", "ssh://github-alias/acme/catalog", "acme/catalog", "github-alias"],
  ["git@[::1]:acme/catalog.git", "ssh://[::1]/acme/catalog", "acme/catalog", "[::1]"],
])("%s is the repository %s", (text, id, slug, host) => {
  expect(parseGitAddress(text)).toMatchObject({ id, name: slug, forge: { host, slug } });
});

test.each([
  ["/srv/git/catalog.git", "/srv/git/catalog.git", "file:///srv/git/catalog.git", "catalog"],
  ["/srv/my catalog/.git", "/srv/my catalog/.git", "file:///srv/my%20catalog/.git", "my catalog"],
  ["file:///srv/git/catalog/", "file:///srv/git/catalog/", "file:///srv/git/catalog", "catalog"],
  ["file:///srv/my%20catalog", "file:///srv/my%20catalog", "file:///srv/my%20catalog", "my catalog"],
])("%s is a local repository without a forge", (text, url, id, name) => {
  expect(parseGitAddress(text)).toEqual({ scheme: "file", url, id, name });
});

test("a relative path is local", () => {
  expect(parseGitAddress("./-odd")).toMatchObject({ scheme: "file", url: `${process.cwd()}/-odd` });
});

test.each([
  ["", "empty"],
  [" https://github.com/a/b", "spaces around"],
  ["--upload-pack=touch canary", '"-"'],
  ["-oProxyCommand=touch canary", '"-"'],
  ["ext::sh -c touch% canary", "remote helper"],
  ["fd::7", "remote helper"],
  ["git://github.com/a/b", "git://"],
  ["ftp://github.com/a/b", "ftp://"],
  ["git+ssh://github.com/a/b", "git+ssh://"],
  ["http://github.com/a/b", "uses http"],
  ["http://127.0.0.1.evil.test/a/b", "uses http"],
  ["http://localhost.evil.test/a/b", "uses http"],
  ["https://user:hunter22@github.com/a/b", "token:"],
  ["https://ghp_hunter22@github.com/a/b", "token:"],
  ["https://@github.com/a/b", "token:"],
  ["https://github.com/a/b?x=hunter22", "query"],
  ["https://github.com\\@evil.test/a/b", "token:"],
  ["https://github.com\\a\\b", "backslash"],
  ["https://github.com/", "no repository"],
  ["https://github.com/../..", "no repository"],
  ["https://github.com/-a/b", "no repository"],
  ["https:///a/b", "host"],
  ["ssh://-oProxyCommand=touch/x", "host"],
  ["ssh://git@-oProxyCommand=touch/x", "host"],
  ["ssh://-oProxyCommand=x@host/a/b", "user"],
  ["ssh://git:hunter22@github.com/a/b", "password"],
  ["ssh://git@github.com/a b", "space"],
  ["-x@github.com:a/b", '"-"'],
  ["git@-oProxyCommand=x:a/b", "host"],
  ["git@github.com:-a/b", '"-"'],
  ["git@github.com:a/../b", "no repository"],
  ["file://evil.test/srv/git", "another host"],
  ["file:///srv/%00git", "control character"],
  ["file:///srv/a%2fb", "not a valid file"],
  ["/srv/git\n/x", "control character"],
  ["https://github.com/a/b\r\nHost: x", "control character"],
])("%j is refused, saying why and nothing of the address", (text, reason) => {
  const refusal = refusalOf(text);

  expect(refusal).toMatchObject({ code: "invalid_config", message: expect.stringContaining(reason) });
  expect(refusal?.message).not.toContain("hunter22");
});

function refusalOf(text: string): BotError | undefined {
  try {
    parseGitAddress(text);
    return undefined;
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
}
