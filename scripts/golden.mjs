// Compares Seqloom with golden values, through its public API and from its sources: nothing has to be built.
//   pnpm golden         the files in ../shared/golden
//   pnpm golden DIR     those in DIR
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = process.argv[2] ?? resolve(root, "../shared/golden");

// Packages of the workspace by their sources, as the tests take them.
const { module } = await runnerImport(resolve(root, "scripts/golden/main.ts"), {
  root,
  logLevel: "warn",
  environments: { inline: { resolve: { noExternal: /^@seqloom\//, conditions: ["@seqloom/source"] } } },
});
process.exitCode = await module.main(resolve(folder));
