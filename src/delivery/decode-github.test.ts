import { describe, expect, test } from "vitest";
import { installationPayload, type Payload, pushPayload, repositoryPayload } from "../testing/github-deliveries.ts";
import { tryHostileDeliveries } from "../testing/hostile-deliveries.ts";
import { decodeGitHub } from "./decode-github.ts";

const forges = [
  { host: "github.com", webUrl: "https://github.com" },
  { host: "127.0.0.1:3100", webUrl: "http://127.0.0.1:3100/github" },
];

const decode = (name: string, payload: Payload) => decodeGitHub({ name, guid: "g", payload }, forges);
const eventOf = (name: string, payload: Payload) => {
  const decoded = decode(name, payload);
  return decoded.type === "event" ? decoded.event : decoded;
};
const zeros = "0".repeat(40);

describe("a push", () => {
  test("that makes or deletes a branch has no commit on that side", () => {
    const made = eventOf("push", pushPayload("acme/x", { ref: "refs/heads/fix/a", before: zeros }));
    const deleted = eventOf("push", pushPayload("acme/x", { ref: "refs/heads/fix/a", after: zeros }));

    expect(made).toMatchObject({ branch: "fix/a", isDefaultBranch: false, after: "b".repeat(40) });
    expect(made).not.toHaveProperty("before");
    expect(deleted).not.toHaveProperty("after");
  });

  test("tells whether a bot made it, and is of nobody where nobody is told", () => {
    const byApp = pushPayload("acme/x", { sender: { login: "renovate[bot]", type: "Bot" } });
    const byNobody = pushPayload("acme/x", { sender: null });

    expect(eventOf("push", byApp)).toMatchObject({ by: "renovate[bot]", isByBot: true });
    expect(eventOf("push", byNobody)).toMatchObject({ isByBot: false });
    expect(eventOf("push", byNobody)).not.toHaveProperty("by");
  });

  test("is of a host whose pages are below a path, too", () => {
    expect(eventOf("push", pushPayload("acme/x", {}, "http://127.0.0.1:3100/github"))).toMatchObject({
      repository: { host: "127.0.0.1:3100", slug: "acme/x" },
    });
    expect(decode("push", pushPayload("acme/x", {}, "http://127.0.0.1:3100/elsewhere"))).toMatchObject({
      type: "ignored",
    });
  });
});

describe("a repository", () => {
  test.each([
    ["renamed", { repository: { name: { from: "payments" } } }, "acme/payments"],
    ["transferred", { owner: { from: { user: { login: "mia" } } } }, "mia/pay"],
    ["transferred", { owner: { from: { organization: { login: "umbrella" } } } }, "umbrella/pay"],
  ])("that was %s tells its former name", (action, changes, slug) => {
    expect(eventOf("repository", repositoryPayload(action, "acme/pay", changes))).toEqual({
      id: "github/github.com/g",
      type: "repository",
      action,
      repository: { host: "github.com", slug: "acme/pay" },
      previous: { host: "github.com", slug },
    });
  });

  test.each(["created", "deleted", "archived", "unarchived", "publicized", "privatized", "edited"])(
    "that was %s has no former name",
    (action) => {
      const changes = { repository: { name: { from: "payments" } } };
      expect(eventOf("repository", repositoryPayload(action, "acme/pay", changes))).not.toHaveProperty("previous");
    },
  );
});

test("what an installation sees tells its owner, whichever of three events says so", () => {
  const target = { action: "renamed", account: { login: "acme", html_url: "https://github.com/acme" } };
  const expected = { type: "installation", host: "github.com", owner: "acme" };

  expect(eventOf("installation", installationPayload("suspend"))).toMatchObject({ ...expected, action: "suspend" });
  expect(eventOf("installation_repositories", installationPayload("added"))).toMatchObject(expected);
  expect(eventOf("installation_target", target)).toMatchObject({ ...expected, action: "renamed" });
});

test("what looks like a long text and is none is not as documented", () => {
  const odd = { length: { toString: null } };

  expect(decode("push", pushPayload("acme/x", { ref: odd }))).toMatchObject({ type: "malformed" });
  expect(decode("push", pushPayload("acme/x", { sender: { login: odd } }))).toMatchObject({ type: "event" });
});

test("payloads with whatever is wrong are decoded without harm", () => tryHostileDeliveries());

test.each(["../..", "acme/..", "acme/.", "./shop", "../shop", "acme/shop/x", "acme/shop\n", "--upload-pack=x/y"])(
  "a repository that is called %j is none",
  (slug) => {
    expect(decode("push", pushPayload(slug))).toMatchObject({ type: "malformed" });
  },
);
