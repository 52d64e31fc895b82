import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import type { PlaygroundHello } from "./playground.ts";

const main = new URL("main.ts", import.meta.url).pathname;
const manifest = new URL("../manifest.json", import.meta.url).pathname;
const data = new URL("../data", import.meta.url).pathname;

function run(...args: string[]) {
  return runWith([], ...args);
}

function runWith(options: string[], ...args: string[]) {
  const child = spawn(process.execPath, [...options, "--import", "tsx", main, ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += String(chunk);
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { child, ended, errors: () => errors };
}

async function running(...options: string[]) {
  const ran = runWith(options, "--page", "/nonexistent", "--data", data, "--manifest", manifest, "--port", "0");
  const [line] = (await once(createInterface(ran.child.stdout), "line")) as [string];
  return { ...ran, hello: JSON.parse(line) as PlaygroundHello };
}

test("it says in one line where it is, is there for an app and a page, and ends with its standard input", async () => {
  const { hello, child, ended } = await running();
  const { slack, page } = hello;

  expect(hello.wantedPort).toBe(0);
  expect(page).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(slack.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/);
  const headers = { authorization: `Bearer ${slack.botToken}` };
  const known = await fetch(`${slack.apiUrl}auth.test`, { method: "POST", headers });
  expect(await known.json()).toMatchObject({ ok: true, team: "Acme", user: "callboard" });
  const live = await fetch(`${page}/slack/live?as=mia.chen`);
  const { value } = await (live.body ?? new ReadableStream()).getReader().read();
  expect(new TextDecoder().decode(value)).toContain("retry:");
  const endedAt = performance.now();
  child.stdin.end();

  expect(await ended).toBe(0);
  expect(performance.now() - endedAt).toBeLessThan(1000);
});

test("a signal ends it too", async () => {
  const { child, ended } = await running();

  child.kill("SIGTERM");

  expect(await ended).toBe(0);
});

test("wrong arguments are told in a sentence", async () => {
  const wrong = [
    [[], "--page, --data and --manifest are needed."],
    [["--page", "/x", "--data", data, "--manifest", "/nonexistent.json"], "/nonexistent.json cannot be read"],
    [
      ["--page", "/x", "--data", data, "--manifest", new URL("../package.json", import.meta.url).pathname],
      "is no manifest",
    ],
    [["--page", "/x", "--data", data, "--manifest", manifest, "--port", "many"], "--port takes a number"],
    [["--colour"], "--colour"],
  ] as const;

  await Promise.all(
    wrong.map(async ([args, problem]) => {
      const { ended, errors } = run(...args);
      expect(await ended).toBe(2);
      expect(errors()).toContain(problem);
    }),
  );
}, 20_000);

test("what nobody caught is told in a sentence, and it goes on", async () => {
  // Throws from a callback as soon as it is asked to.
  const trap = `process.on("SIGUSR2", () => setImmediate(() => { throw new Error("of one connection"); }));`;
  const { child, hello, errors, ended } = await running("--import", `data:text/javascript,${encodeURIComponent(trap)}`);

  child.kill("SIGUSR2");

  await expect.poll(errors).toBe("The playground made a mistake, and goes on: of one connection\n");
  expect((await fetch(`${hello.page}/exchanges?id=0`)).status).toBe(404);
  child.stdin.end();
  expect(await ended).toBe(0);
});
