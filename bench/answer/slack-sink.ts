import { startSlack } from "../../playground/slack/simulated-slack.ts";
import { signingSecret, teamId } from "./slash-command.ts";

/** Where the bench's answers arrive: the simulated Slack, which only counts them. */
export interface SlackSink {
  readonly apiUrl: string;
  /** The address for the answer to one command; `arrived` settles when it comes, with its body. */
  expect(): { readonly responseUrl: string; readonly arrived: Promise<string> };
  stop(): Promise<void>;
}

/** Who asks; nobody may ask more than two questions a second for long, so there are many. */
const people = 5000;
export const userId = (number: number): string => `U${String(number % people).padStart(6, "0")}`;

export async function startSlackSink(): Promise<SlackSink> {
  const awaited = new Map<string, (body: string) => void>();
  let count = 0;
  const users = Array.from({ length: people }, (_, number) => {
    const id = userId(number);
    return { id, name: id.toLowerCase(), email: `${id.toLowerCase()}@bench.example` };
  });
  const slack = await startSlack({
    botToken: "xoxb-bench-token",
    signingSecret,
    team: { id: teamId, name: "Bench", domain: "bench" },
    users,
    takeLoad(path, body) {
      awaited.get(path)?.(body);
      awaited.delete(path);
    },
  });
  const origin = new URL(slack.apiUrl).origin;
  return {
    apiUrl: slack.apiUrl,
    expect() {
      count += 1;
      const path = `/load/${count}`;
      const arrived = new Promise<string>((resolve) => awaited.set(path, resolve));
      return { responseUrl: origin + path, arrived };
    },
    stop: () => slack.stop(),
  };
}
