// Loads a TypeScript module of the workspace into Node: what vitest does, without vitest.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const conditions = ["@seqloom/source"];

/** The exports of a module of this package, by its path in the package. */
export async function load(path) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const ssr = { resolve: { conditions, externalConditions: conditions }, noExternal: [/^@seqloom\//] };
  const { module } = await runnerImport(file, {
    configFile: false,
    logLevel: "error",
    resolve: { conditions },
    ssr,
  });
  return module;
}

/** The number behind `--name` on the command line. */
export function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}
