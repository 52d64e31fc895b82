import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { startPlaygroundProcess } from "./playground-process.ts";

const hello = {
  page: "http://127.0.0.1:4400",
  wantedPort: 4400,
  slack: { apiUrl: "http://127.0.0.1:4444/api/", botToken: "xoxb-1", appToken: "xapp-1" },
  teams: {
    ...{ appId: "app", appPassword: "secret", tenantId: "tenant" },
    serviceUrls: ["http://127.0.0.1:5555/connector/"],
    openIdUrl: "http://127.0.0.1:5555/openid/.well-known/openidconfiguration",
    tokenIssuer: "https://api.botframework.com",
    loginUrl: "http://127.0.0.1:5555/login/",
  },
  github: {
    ...{ host: "github.com", apiUrl: "http://127.0.0.1:6666/api/v3", webUrl: "http://127.0.0.1:6666" },
    ...{ appId: "1", privateKey: "key", webhookSecret: "secret" },
  },
};
const sayHello = `process.stdout.write(${JSON.stringify(`${JSON.stringify({ ...hello, more: 1 })}\n`)});`;
const untilStdinEnds = `process.stdin.resume().on("end", () => process.exit(0));`;

/** A playground that is this script. */
async function playground(script: string) {
  const folder = await temporaryFolder();
  const path = join(folder, "playground.mjs");
  await writeFile(path, script);
  const errors = new PassThrough().setEncoding("utf8");
  const started = startPlaygroundProcess({ path, args: ["--page", "somewhere"] }, { env: {}, errors });
  onTestFinished(() => started.close());
  return { ...started, errors };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the playground's process", () => {
  test("says where it is, and what else it says is nobody's concern", async () => {
    const started = await playground(`${sayHello} process.stdout.write("x".repeat(1e6)); ${untilStdinEnds}`);

    expect(await started.hello).toEqual(hello);
  });

  test("gets its arguments, and what it complains of is passed on", async () => {
    const { hello: said, errors } = await playground(
      `process.stderr.write(process.argv.slice(2).join(" ")); ${sayHello} ${untilStdinEnds}`,
    );
    await said;

    expect(errors.read()).toBe("--page somewhere");
  });

  test.each([
    ["ends at once", "process.exit(7);", "it ended with exit code 7"],
    ["is killed", `process.kill(process.pid, "SIGKILL");`, "it ended with SIGKILL"],
    ["says no JSON", `console.log("ready"); ${untilStdinEnds}`, "it did not say where it is"],
    ["says something else", `console.log("{}"); ${untilStdinEnds}`, "it did not say where it is"],
  ])("is gone when it %s", async (_, script, why) => {
    const started = await playground(script);

    await expect(started.hello).rejects.toMatchObject({
      code: "unavailable",
      message: `The playground is gone: ${why}. Start it again.`,
    });
  });

  test("is told of the app in a line of JSON", async () => {
    const echo = "process.stdin.once('data', (line) => process.stderr.write(line));";
    const started = await playground(`${sayHello} ${echo}`);
    await started.hello;
    const registration = {
      teams: { endpoint: "http://127.0.0.1:3000/api/messages", manifest: { id: "app" } },
      github: { webhookUrl: "http://127.0.0.1:3000/webhooks/github" },
    };

    started.register(registration);

    const [line] = await once(started.errors, "data");
    expect(JSON.parse(String(line))).toEqual(registration);
  });

  test("is lost when it ends by itself later", async () => {
    const started = await playground(`${sayHello} setTimeout(() => process.exit(0), 50);`);
    await started.hello;

    await expect(started.lost).rejects.toMatchObject({ code: "unavailable", message: /it ended with exit code 0/ });
  });

  test("is not lost when it is ended", async () => {
    const started = await playground(`${sayHello} ${untilStdinEnds}`);
    await started.hello;

    await started.close();

    const silence = new Promise((resolve) => setTimeout(resolve, 400, "nothing"));
    expect(await Promise.race([started.lost, silence])).toBe("nothing");
  });

  test("is killed where it does not end by itself, and ended twice without harm", async () => {
    const pid = "process.stderr.write(String(process.pid));";
    const started = await playground(`${pid} ${sayHello} setInterval(() => {}, 1000);`);
    await started.hello;

    await Promise.all([started.close(), started.close()]);

    expect(isAlive(Number(started.errors.read()))).toBe(false);
  });
});
