import { expect, test, vi } from "vitest";
import { slackBench } from "../../src/testing/slack-bench.ts";

test.each([false, true])(
  "a slash command is kept, acknowledged, heard and answered to its asker alone (socket: %s)",
  async (isSocket) => {
    const { slack, events } = await slackBench({ isSocket });
    const mia = slack.as("mia", { channel: "checkout-dev" });

    const acknowledgement = await mia.slash("/whoowns", "payments-api");
    await vi.waitFor(() =>
      expect(mia.sees("checkout-dev").map(({ text }) => text)).toContain("answer to whoowns payments-api"),
    );

    expect(acknowledgement).toMatchObject({ status: 200, body: undefined });
    expect(events).toEqual([
      {
        type: "command",
        text: "whoowns payments-api",
        user: {
          platform: "slack",
          tenant: "T0WORKSPACE",
          id: "U0MIA",
          email: "mia@acme.example",
          displayName: "Mia Chen",
          profileUrl: "https://workspace.slack.com/team/U0MIA",
        },
        address: { platform: "slack", tenant: "T0WORKSPACE", channel: "C0CHECKOUT" },
        place: "channel",
        placeName: "#checkout-dev",
        placeUrl: "https://workspace.slack.com/archives/C0CHECKOUT",
        canOpenForm: true,
      },
    ]);
    expect(slack.as("jon").sees("checkout-dev")).toEqual([]);
    expect(slack.violations).toEqual([]);
  },
);
