// Makes src/std/texts.ts from std/*.seq: node scripts/generate-std.mjs
//
// Browsers read no files, so the library's texts go into a module. The result is committed; a test tells when it is old.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../std/", import.meta.url));
const target = fileURLToPath(new URL("../src/std/texts.ts", import.meta.url));

/** The whole module. */
export function standardModule() {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".seq"))
    .sort();
  const texts = names.map((name) => {
    const text = readFileSync(`${folder}${name}`, "utf8").replace(/[\\`]|\$\{/g, "\\$&");
    return `  ${JSON.stringify(name)}: \`${text}\`,`;
  });
  return `/** Generated from std/*.seq by scripts/generate-std.mjs. */
export const standardTexts: Readonly<Record<string, string>> = {
${texts.join("\n")}
};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, standardModule());
