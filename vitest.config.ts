import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,adapters,playground,test,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    // More than there are cores: a third of the time is waiting, for clocks, browsers and other processes.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.soak.ts", "src/testing/**"],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
