// Breaks one rule at a time in a copy of the packages and sees whether a test notices. Prints those that survive.
//
//     node scripts/mutants.mjs [part of a file name]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { list } from "./mutants/list.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = ["diagnostic", "tensor", "ops", "graph", "autograd"];
/** Where a rule is tested: beside it, or by its gradients. */
const tested = ["packages/tensor", "packages/ops", "packages/autograd"];
const [only = ""] = process.argv.slice(2);
const chosen = list.filter(({ file }) => file.includes(only));

/** The copy is what is edited, so the working tree stays as it is whatever happens. */
const copy = mkdtempSync(join(tmpdir(), "seqloom-mutants-"));
try {
  for (const name of packages) {
    const options = {
      recursive: true,
      verbatimSymlinks: true,
      filter: (/** @type {string} */ path) => !/\/dist(\/|$)/.test(path),
    };
    cpSync(join(root, "packages", name), join(copy, "packages", name), options);
  }
  for (const name of ["package.json", "vitest.config.ts"]) cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  if (!passes()) throw new Error("the tests fail before anything is broken");
  const survivors = chosen.filter(survives);
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants killed`);
  for (const { file, find, replace } of survivors)
    console.log(`survived in ${file}:\n  ${find}\n  -> ${replace}`);
  if (survivors.length > 0) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** @param {import("./mutants/list.mjs").Mutant} mutant */
function survives({ file, find, replace }) {
  const path = join(copy, "packages", file);
  const source = readFileSync(path, "utf8");
  if (source.split(find).length !== 2) throw new Error(`${file} does not hold exactly one: ${find}`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    const survived = passes();
    process.stdout.write(survived ? "S" : ".");
    return survived;
  } finally {
    writeFileSync(path, source);
  }
}

/** Whether all tests of the copy pass. */
function passes() {
  const vitest = join(copy, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--bail", "1", "--reporter", "dot", "--root", copy, ...tested];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: "ignore" }).status === 0;
}
