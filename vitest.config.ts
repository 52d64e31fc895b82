import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,adapters,playground,test,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    // All cores: left to itself it keeps one for others, which on two of them doubles the time.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.soak.ts", "src/testing/**"],
      thresholds: { lines: 90, branches: 90 },
    },
  },
});
