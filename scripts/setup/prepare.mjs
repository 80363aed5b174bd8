// What both jobs need first: pnpm, packages, data, a build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setEnvironment } from "./environment.mjs";
import { run, step } from "./steps.mjs";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Makes a fresh clone ready: tools on PATH, packages installed, the sample's data in place.
 *
 * @returns {Promise<boolean>} whether all went well
 */
export async function prepare() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return (
    (await step("pnpm", `find or fetch ${packageManager}`, () => setEnvironment(root, packageManager))) &&
    (await step("install", "fetch packages, frozen lockfile", install)) &&
    (await step("data", "lay the prices beside stock.seq", copyPrices))
  );
}

async function install() {
  // Without the last, pnpm stops to ask before it replaces a node_modules folder that another version made.
  const options = ["--frozen-lockfile", "--prefer-offline", "--config.confirmModulesPurge=false"];
  return run(["pnpm", "install", ...options]);
}

async function copyPrices() {
  const { prepare: copy } = await import("../../apps/stock-forecast/prepare.mjs");
  return { ok: true, note: copy() ? "copied" : "there" };
}

/** @returns {Promise<boolean>} whether every package was compiled */
export async function build() {
  return step("build", "packages/*/src to packages/*/dist", () => turbo("compile"));
}

/**
 * Runs a task of turbo.json, or takes its result from the cache if nothing changed that it reads.
 *
 * @param {string} task
 * @returns {Promise<import("./steps.mjs").Outcome>}
 */
export async function turbo(task) {
  const { ok, output } = await run(["turbo", "run", task, "--output-logs=errors-only", "--log-prefix=none"]);
  return output.includes("FULL TURBO") ? { ok, output, note: "cached" } : { ok, output };
}
