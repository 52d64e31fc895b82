import { expect, test } from "vitest";
import { createOutside } from "../../src/fetch.ts";
import { homeTenant, teamsBench } from "../../src/testing/teams-bench.ts";

test("a message of which Teams does not say how it is called is sent once, and has no link", async () => {
  const { fetch } = createOutside({});
  const bench = await teamsBench({
    async fetch(url, init) {
      const response = await fetch(url, init);
      return init?.method === "POST" && /\/activities/.test(String(url))
        ? new Response("{}", { status: 202 })
        : response;
    },
  });
  const mia = bench.teams.as("mia", { channel: "Payments › help" });
  await mia.mention("whoowns x");
  await expect.poll(() => bench.events.length).toBe(1);

  const to = { platform: "teams", tenant: homeTenant, channel: mia.conversation().id };
  const sent = await bench.adapter.send(to, { text: "Hello" });

  expect(sent).toEqual({ ...to, id: "" });
  expect(mia.sees().filter(({ summary }) => summary === "Hello")).toHaveLength(1);
  await expect(bench.adapter.update(sent, { text: "Bye" })).rejects.toMatchObject({ code: "not_allowed" });
});
