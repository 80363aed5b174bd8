// Bundles the programs of this folder from source, Seqloom's packages included, so that every Node can run them.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Writes the programs of src/ to `.cache/`; what they import from Seqloom is inside. */
export async function buildPrograms() {
  await build({
    root: here,
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@seqloom/source"] },
    ssr: { noExternal: [/^@seqloom\//], resolve: { conditions: ["@seqloom/source"] } },
    build: {
      ssr: true,
      outDir: `${here}.cache`,
      emptyOutDir: false,
      target: "node20",
      minify: false,
      rolldownOptions: {
        input: {
          main: `${here}src/main.ts`,
          child: `${here}src/child.ts`,
          profile: `${here}src/profile.ts`,
          scaling: `${here}src/scaling.ts`,
          seqloom: `${here}src/seqloom/adapter.ts`,
        },
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
  });
}
