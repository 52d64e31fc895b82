import { describe } from "vitest";
import { describeForgeContract } from "../../testing/forge-contract.ts";
import { createGitHubBench } from "../../testing/github-bench.ts";

describe("GitHub as an App", () => {
  describeForgeContract(() => createGitHubBench());
});
