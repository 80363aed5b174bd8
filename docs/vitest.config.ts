/** The acceptance tests: a browser on the built site. `pnpm --filter ./docs build` comes first. */
import { defineConfig } from "vitest/config";

const conditions = ["@seqloom/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["acceptance/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
