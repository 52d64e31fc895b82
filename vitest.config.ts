import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What starts browsers and processes takes longest: it comes first, so that no worker is left alone with it at the end. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const folders = ["/test/e2e/", "/test/cli/", "/test/slack/", "/test/teams/", "/test/", "/adapters/", ""];
    const rank = ({ moduleId }: TestSpecification) => folders.findIndex((folder) => moduleId.includes(folder));
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["{src,adapters,playground,test,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    // A worker reads each module once, not once a file: the tests of a file leave nothing behind that others could see.
    isolate: false,
    // Processes, not threads: tests change the umask and listen to the process.
    pool: "forks",
    sequence: { sequencer: SlowestFirst },
    // Twice as many as there are cores: half of the time is waiting, for clocks, browsers and other processes.
    maxWorkers: 2 * availableParallelism(),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.soak.ts", "src/testing/**"],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
