import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["{src,adapters,test}/**/*.soak.ts"], testTimeout: 600_000, fileParallelism: false },
});
