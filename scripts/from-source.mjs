// Runs a command of the samples from the sources of the workspace: nothing has to be built.
//     node scripts/from-source.mjs FILE ARGS...
// FILE exports `main(root, args)`, which gives the exit code.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const [file = "", ...args] = process.argv.slice(2);

// Packages of the workspace by their sources, as the tests take them.
const { module } = await runnerImport(resolve(root, file), {
  root,
  logLevel: "warn",
  environments: { inline: { resolve: { noExternal: /^@seqloom\//, conditions: ["@seqloom/source"] } } },
});
process.exitCode = await module.main(root, args);
