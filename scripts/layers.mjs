// Who imports whom: checks the workspace against layers.json. Exit code 1 if there is a fault.
//   pnpm layers             check
//   pnpm layers --declare   first make package.json and tsconfig.json of each package name what it imports
//   pnpm layers --picture   first draw the layers and list the decisions in docs/architecture.md
// A folder as argument is checked in place of this repository.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { declare } from "./layers/declare.mjs";
import { describe } from "./layers/fault.mjs";
import { drawLayers, listDecisions, withPart } from "./layers/picture.mjs";
import { check } from "./layers/rules.mjs";
import { readLayers } from "./layers/table.mjs";
import { readWorkspace } from "./layers/workspace.mjs";

const options = new Set(process.argv.slice(2).filter((arg) => arg.startsWith("-")));
const folder = process.argv.slice(2).find((arg) => !arg.startsWith("-"));
const root = folder ? resolve(folder) : fileURLToPath(new URL("..", import.meta.url));
/** @param {string} path */
const read = (path) => readFileSync(join(root, path), "utf8");

const layers = readLayers(read("layers.json"));

if (options.has("--declare")) {
  const changed = readWorkspace(root).flatMap((one) => declare(root, one, [...layers.allowed.keys()]));
  if (changed.length > 0) {
    spawnSync("biome", ["format", "--write", ...changed], { cwd: root });
    console.log(`changed ${changed.join(", ")}\nnow run: pnpm install`);
  }
}

const packages = readWorkspace(root);
const rootTools = new Set(Object.keys(JSON.parse(read("package.json")).devDependencies ?? {}));
const faults = check(packages, layers, rootTools);

const architecture = "docs/architecture.md";
if (existsSync(join(root, architecture))) {
  const descriptions = new Map(packages.map(({ name, manifest }) => [name, manifest.description ?? ""]));
  const decisions = readdirSync(join(root, "docs/decisions")).sort();
  const titles = new Map(decisions.map((file) => [file, read(`docs/decisions/${file}`)]));
  const page = read(architecture);
  const withLayers = withPart(page, "layers", drawLayers(layers, descriptions));
  const drawn = withPart(withLayers, "decisions", listDecisions(titles));
  if (options.has("--picture")) writeFileSync(join(root, architecture), drawn);
  else if (drawn !== page) {
    const message = "the picture of the layers or the list of decisions is old";
    faults.push({ code: "picture-old", where: architecture, message, help: "pnpm layers --picture" });
  }
}

for (const fault of faults) console.error(describe(fault));
const files = packages.flatMap((one) => one.files);
const count = files.reduce((sum, file) => sum + file.imports.length, 0);
console.log(`${packages.length} packages, ${files.length} files, ${count} imports: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
