import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".ts") && !path.endsWith(".test.ts"),
);

test("no plugin names a chat platform: what differs comes from the adapter or the catalog", () => {
  const named = sources.flatMap((path) => {
    const lines = readFileSync(join(import.meta.dirname, path), "utf8").split("\n");
    return lines.flatMap((line, index) => {
      const isComment = /^\s*(\/\/|\/?\*)/.test(line);
      return !isComment &&
        /["'`]((slack|teams|console)["'`]|Slack\b|Microsoft Teams)|slack\.com|teams-channel/.test(line)
        ? [`${path}:${index + 1} ${line.trim()}`]
        : [];
    });
  });

  expect(sources.length).toBeGreaterThan(40);
  expect(named).toEqual([]);
});
