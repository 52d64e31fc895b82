import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The playground beside which the sources are served. */
const playground = process.env["PLAYGROUND"] ?? "http://127.0.0.1:4400";

/** The page of the playground. `npx vite playground/page` serves it from its sources, beside a playground on port 4400. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  build: {
    outDir: "../../dist/page",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: [".."] },
    // The playground answers to its own name and its own page alone.
    proxy: {
      "^/(slack|teams)/(live|acts|exchanges|faults)": {
        target: playground,
        changeOrigin: true,
        headers: { origin: playground },
      },
    },
  },
});
