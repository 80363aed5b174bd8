import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@seqloom/source"] },
  ssr: { resolve: { conditions: ["@seqloom/source"] } },
  test: { include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 30_000 },
});
