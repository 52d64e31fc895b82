import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { teamsBench } from "../../src/testing/teams-bench.ts";

/** A connector that asks for no token and knows one person, as emulators on one's own machine do. */
async function emulator() {
  const posted: { readonly path: string; readonly authorization: string | undefined; readonly body: string }[] = [];
  const account = { id: "user-1", name: "Alex", aadObjectId: "d-1", tenantId: "their-tenant", userRole: "user" };
  const server = createServer(async (request, response) => {
    const answer = (body: object): void =>
      void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.method === "GET") return answer({ ...account, userPrincipalName: "alex@emulator.test" });
    const { authorization } = request.headers;
    posted.push({ path: request.url ?? "", authorization, body: await text(request) });
    answer({ id: String(posted.length) });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { posted, serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("without credentials an emulator on this machine is answered, without any token", async () => {
  const { posted, serviceUrl } = await emulator();
  const bench = await teamsBench({ teams: { unauthenticated: true, serviceUrls: [] }, isWithoutCredentials: true });
  const activity = {
    ...{ type: "message", id: "1", channelId: "emulator", serviceUrl, text: "help" },
    ...{ from: { id: "user-1", name: "Alex" }, recipient: { id: "bot-1" } },
    conversation: { id: "personal-chat-id", conversationType: "personal" },
  };

  const headers = { "content-type": "application/json" };
  const { status } = await fetch(bench.url, { method: "POST", headers, body: JSON.stringify(activity) });

  expect(status).toBe(200);
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  expect(posted[0]).toMatchObject({ authorization: undefined, path: "/v3/conversations/personal-chat-id/activities" });
  expect(posted[0]?.body).toContain("answer to help");
  expect(bench.events[0]?.user).toMatchObject({ id: "d-1", email: "alex@emulator.test" });
  expect(bench.adapter.readiness()).toBeUndefined();
  const findings = await bench.adapter.check(new AbortController().signal);
  expect(findings[0]).toMatchObject({ level: "warning", found: expect.stringContaining("emulator") });
});
