// Makes src/1-parse/seq.ohm-bundle.ts from src/1-parse/seq.ohm: node scripts/generate-grammar.mjs
//
// `ohm generateBundles` writes a .js and a .d.ts beside each other, and tsc copies neither to dist. So the two are
// joined to one .ts. The result is committed: a fresh clone needs no generator, and a test tells when it is old.
// With --print the text goes to the standard output and no file is written.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const parse = fileURLToPath(new URL("../src/1-parse/", import.meta.url));
const manifest = createRequire(import.meta.url).resolve("@ohm-js/cli/package.json");
const command = join(dirname(manifest), JSON.parse(readFileSync(manifest, "utf8")).bin.ohm);

function generate() {
  const folder = mkdtempSync(join(tmpdir(), "seq-grammar-"));
  try {
    copyFileSync(join(parse, "seq.ohm"), join(folder, "seq.ohm"));
    const args = [command, "generateBundles", "--withTypes", "--esm", "seq.ohm"];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const read = (end) => readFileSync(join(folder, `seq.ohm-bundle.${end}`), "utf8");
    return joined(read("js"), read("d.ts"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function joined(js, types) {
  const [importLine, recipe] = js.split(/(?<=;)(?=const result=)/);
  const value = recipe
    .replace("const result=", "const grammar: SeqGrammar = ")
    .replace("export default result;", "");
  const interfaces = types
    .replace(/^\/\/.*\n/gm, "")
    .replace("import {", "import type {")
    .replace("declare const grammar: SeqGrammar;\nexport default grammar;\n", "");
  return `// @ts-nocheck: generated from seq.ohm by scripts/generate-grammar.mjs; the types of ohm-js lack makeRecipe.
${importLine}
${interfaces.trim()}

${value.replaceAll("\uFEFF", "\\uFEFF").trim()}

export default grammar;
`;
}

const text = generate();
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(join(parse, "seq.ohm-bundle.ts"), text);
