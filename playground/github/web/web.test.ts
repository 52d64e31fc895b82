import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen } from "../../wire/listener.ts";
import { type SimulatedGitHub, startGitHub } from "../simulated-github.ts";
import { style } from "./style.ts";

const codeOwners = "* @acme/checkout\n/src/ @acme/payments\n";
let hub: SimulatedGitHub;
let receiver: Listener;

beforeEach(async () => {
  receiver = await listen(0, {
    request: (request, response) => void request.resume().on("end", () => response.writeHead(202).end()),
    upgrade: (_request, socket) => void socket.destroy(),
  });
  hub = await startGitHub({
    people: [
      { login: "lena", name: "Lena Fischer" },
      { login: "mia", name: "Mia <b>Chen</b>" },
    ],
    organisations: [{ login: "acme", admins: ["lena"], teams: [{ slug: "payments", members: ["mia"] }] }],
    viewer: "lena",
    playgroundUrl: "http://127.0.0.1:4400",
  });
  const files = { ".github/CODEOWNERS": codeOwners, "src/a b#.ts": "one\ntwo\n", "README.md": "# <Shop>\n" };
  hub.createRepository({ owner: "acme", name: "shop", files, by: "lena" });
  hub.hooks.addOrganisationHook("acme", { url: `http://127.0.0.1:${receiver.port}/hook`, events: ["push"] });
});
afterEach(async () => {
  await hub.stop();
  await receiver.goDown();
});

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(hub.webUrl + path, { headers });
  return { status: response.status, text: await response.text() };
}

async function send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(hub.webUrl + path, {
    method: "POST",
    redirect: "manual",
    headers: { origin: hub.webUrl, ...headers },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, to: response.headers.get("location") ?? "", text: await response.text() };
}

async function blobOf(path: string): Promise<string> {
  return /name="blob" value="(\w+)"/.exec((await get(path)).text)?.[1] ?? "";
}

function head(): string {
  return hub.world.repositories.values().next().value?.git.branch("main") ?? "";
}

test("what the bot's answers link to is a page: organisation, folder, file with its lines, commit", async () => {
  for (const [path, words] of [
    ["/", "shop"],
    ["/acme", "@acme/payments"],
    ["/acme/shop", "# &lt;Shop&gt;"],
    ["/ACME/Shop", "acme/shop.git"],
    ["/acme/shop/tree/main/src", "/acme/shop/blob/main/src/a%20b%23.ts"],
    ["/acme/shop/blob/main/.github/CODEOWNERS", '<span id="L2">'],
    [`/acme/shop/blob/${head()}/README.md`, "# &lt;Shop&gt;"],
    ["/acme/shop/commits/main", "Initial commit"],
    [`/acme/shop/commit/${head()}`, "+/src/ @acme/payments"],
    ["/acme/shop/settings", "Archive"],
  ] as const) {
    const { status, text } = await get(path);
    expect({ path, status, has: text.includes(words) }).toEqual({ path, status: 200, has: true });
    expect(text).toContain("http://127.0.0.1:4400/?on=teams");
    expect(text).not.toContain("<b>Chen");
  }
  for (const path of ["/nobody", "/acme/none", "/acme/shop/blob/main/none", "/acme/shop/constructor", "/-/none"])
    expect((await get(path)).status).toBe(404);
  expect((await get("/acme/%ZZ")).status).toBe(400);
  hub.rename("acme/shop", "store");
  expect((await get("/acme/shop/blob/main/README.md")).text).toContain('acme</a> / <a href="/acme/store">store');
});

test("a commit on the page is told to hooks, and the page says what they answered", async () => {
  const at = "/acme/shop/edit/main/.github/CODEOWNERS";
  const text = codeOwners.replace("payments", "checkout").replaceAll("\n", "\r\n");

  const { status, to } = await send(at, { text, message: " ", blob: await blobOf(at) });

  const id = head();
  expect([status, to]).toEqual([303, `/acme/shop/blob/main/.github/CODEOWNERS?committed=${id}`]);
  expect((await get(to)).text).toContain(`Committed ${id.slice(0, 7)}; delivered to 1 webhook: 202.`);
  const commit = (await get(`/acme/shop/commit/${id}`)).text;
  expect(commit).toContain("<h2>Update .github/CODEOWNERS</h2>");
  expect(commit).toContain(
    '<span data-sign="-">-/src/ @acme/payments\n</span><span data-sign="+">+/src/ @acme/checkout\n</span>',
  );
  const told = (await get("/-/deliveries")).text;
  expect(told).toContain(`&quot;after&quot;: &quot;${id}&quot;`);
  await send("/-/deliveries", { id: /name="id" value="(\d+)"/.exec(told)?.[1] ?? "" });
  expect(hub.hooks.deliveries.map(({ isRedelivery }) => isRedelivery)).toEqual([false, true]);
});

test("who changes what another has changed meanwhile loses nothing, and overwrites only when they say so", async () => {
  const at = "/acme/shop/edit/main/README.md";
  const blob = await blobOf(at);
  hub.commit({ repository: "acme/shop", files: { "README.md": "theirs\n" } });

  const first = await send(at, { text: "mine\r\n", blob });

  expect(first.status).toBe(409);
  expect(first.text).toContain("\nmine\n</textarea>");
  expect(first.text).toContain('<span data-sign="-">-theirs');
  const again = /name="blob" value="(\w+)"/.exec(first.text)?.[1] ?? "";
  hub.commit({ repository: "acme/shop", files: { "README.md": undefined } });
  const gone = await send(at, { text: "mine\r\n", blob: again });
  expect([gone.status, gone.text.includes("\nmine\n</textarea>")]).toEqual([409, true]);
  expect(gone.text).toContain('action="/acme/shop/new/main"');
  expect((await send("/acme/shop/new/main", { text: "mine\r\n", path: "README.md" })).status).toBe(303);
  expect((await get("/acme/shop")).text).toContain('<pre class="plain">mine\n</pre>');
});

test("files are made and deleted; what git would not take is refused with a sentence, and the text stays", async () => {
  const refused = [
    "",
    "../x",
    "a//b",
    ".git/config",
    "a/.GIT/b",
    "a\0b",
    "src",
    "README.md/x",
    "README.md",
    "x".repeat(300),
  ];
  for (const path of refused) {
    const { status, text } = await send("/acme/shop/new/main", { path, text: "kept text" });
    expect({ path, status, isKept: text.includes("kept text"), says: /role="alert">[^<]+\.</.test(text) }).toEqual({
      ...{ path, status: 422, isKept: true, says: true },
    });
  }
  expect((await send("/acme/shop/new/main", { path: "big", text: "x".repeat(1024 * 1024 + 1) })).status).toBe(422);
  expect((await send("/acme/shop/new/main", { path: "big", text: "x".repeat(8 * 1024 * 1024) })).status).toBe(413);
  expect((await send("/acme/shop/new/main", { path: "docs/new.md", text: "new" })).status).toBe(303);
  const at = "/acme/shop/delete/main/docs/new.md";
  expect((await send(at, { blob: await blobOf(at) })).status).toBe(303);
  expect((await get("/acme/shop/blob/main/docs/new.md")).status).toBe(404);
});

test("only these pages may send, and only for who may do it", async () => {
  const fields = { path: "x", text: "x" };
  const before = head();
  for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }, { "sec-fetch-site": "same-site" }])
    expect((await send("/acme/shop/new/main", fields, headers)).status).toBe(403);
  expect((await fetch(`${hub.webUrl}/acme/shop/new/main`, { method: "POST", body: "path=x" })).status).toBe(403);
  const chosen = await send("/-/person", { login: "mia", back: "//evil.example" });
  expect([chosen.status, chosen.to]).toEqual([303, "/"]);
  const mia = { cookie: "github-person=mia" };
  expect((await send("/acme/shop/new/main", fields, mia)).text).toContain(
    "Mia &lt;b&gt;Chen&lt;/b&gt; may not do that in acme/shop; Lena Fischer may.",
  );
  expect((await send("/acme/shop/settings", { do: "archive" }, mia)).status).toBe(403);
  expect(head()).toBe(before);

  await send("/acme/shop/settings", { do: "archive" });
  expect((await send("/acme/shop/new/main", fields)).text).toContain("archived");
  expect((await send("/acme/shop/settings", { do: "rename", name: "a/b" })).status).toBe(422);
  expect((await send("/acme/shop/settings", { do: "rename", name: "store" })).to).toBe("/acme/store/settings");
  expect((await send("/acme/store/settings", { do: "delete", name: "shop" })).status).toBe(422);
  expect((await send("/acme/store/settings", { do: "delete", name: "store" })).to).toBe("/acme");
});

test("they have the colours of the playground's page", () => {
  const theme = readFileSync(new URL("../../page/theme.css", import.meta.url), "utf8");
  const tokens = style.match(/--[\w-]+: light-dark\(.*?\);/g) ?? [];

  expect(tokens.length).toBeGreaterThan(10);
  expect(tokens.filter((token) => !theme.includes(token))).toEqual([]);
});
