// Bundles example programs for a browser and prints how large they are. Fails where one outgrows its limit.
//
//     pnpm size
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { blocksOf } from "./docs-blocks/blocks.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The programs are blocks of READMEs, which the documentation's tests run. Limits in kB after gzip. */
const programs = [
  { name: "fit a line (tensor, ops, autograd)", page: "packages/autograd/README.md", block: 0, limit: 25 },
];

/**
 * @param {string} code
 * @param {string} page  the README it stands in, from which its imports are resolved
 * @returns {Promise<string>} one minified module
 */
async function bundle(code, page) {
  const entry = `${root}${page}.program.ts`;
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["@seqloom/source", "browser", "module", "import"] },
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: "es2022",
      modulePreload: false,
      rollupOptions: { input: entry },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) =>
    "output" in part ? part.output : [],
  );
  return outputs.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
}

const kB = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(7);

console.log(`${"program".padEnd(40)} minified    gzip   limit  (kB)`);
for (const { name, page, block, limit } of programs) {
  const code = blocksOf(readFileSync(root + page, "utf8"))[block]?.code ?? "";
  const text = await bundle(code, page);
  const gzip = gzipSync(text, { level: 9 }).length;
  console.log(`${name.padEnd(40)} ${kB(text.length)} ${kB(gzip)} ${kB(limit * 1000)}`);
  if (gzip > limit * 1000 || gzip < 1000) {
    console.error(`${name}: ${kB(gzip).trim()} kB is not between 1 kB and the limit of ${limit} kB`);
    process.exitCode = 1;
  }
}
