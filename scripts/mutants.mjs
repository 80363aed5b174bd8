// Breaks one rule at a time in a copy of the packages and sees whether a test notices. Prints those that survive.
//
//     node scripts/mutants.mjs [part of a file name]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { list } from "./mutants/list.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Where a rule is tested: beside it, or by its gradients. */
const tested = ["packages/tensor", "packages/ops", "packages/autograd"];
const [only = ""] = process.argv.slice(2);
const chosen = list.filter(({ file }) => file.includes(only));

/** The copy is what is edited, so the working tree stays as it is whatever happens. */
const copy = mkdtempSync(join(tmpdir(), "seqloom-mutants-"));
try {
  cpSync(join(root, "packages"), join(copy, "packages"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/dist(\/|$)/.test(path),
  });
  const settings = /^(package\.json|vitest\.config\.ts|tsconfig.*\.json)$/;
  for (const name of readdirSync(root)) if (settings.test(name)) cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const before = test();
  if (before.status !== 0) throw new Error(`the tests fail before anything is broken\n${before.stdout}`);
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
    const survived = test().status === 0;
    process.stdout.write(survived ? "S" : ".");
    return survived;
  } finally {
    writeFileSync(path, source);
  }
}

/** Runs the tests of the copy up to the first that fails; a mutant that runs for ever is stopped, which counts as noticed. */
function test() {
  const vitest = join(copy, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--bail", "1", "--reporter", "dot", "--root", copy, ...tested];
  return spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", timeout: 120_000 });
}
