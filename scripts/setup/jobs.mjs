// What `npm start` and `npm test` do, step by step.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { browserTests, findBrowser, installBrowser } from "./browser.mjs";
import { setEnvironment } from "./environment.mjs";
import { liveStep, run, step } from "./steps.mjs";
import { countsOf, Tally } from "./tally.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { packageManager } = JSON.parse(
  readFileSync(new URL("package.json", new URL("../../", import.meta.url)), "utf8"),
);

/**
 * Runs a job and sets the exit code of this process.
 *
 * @param {string | undefined} name  `start` or `test`
 * @param {string[]} rest  for `start`: further arguments of `seqloom train`; for `test`: which test files
 */
export async function runJob(name, rest) {
  process.chdir(root);
  if (name === "start") process.exitCode = await start(rest);
  else if (name === "test") process.exitCode = await test(rest);
  else {
    console.error(`usage: node scripts/run.mjs start|test; got ${name ?? "nothing"}`);
    process.exitCode = 2;
  }
}

/** @param {string[]} rest */
async function start(rest) {
  if (!(await prepare()) || !(await build())) return 1;
  console.log();
  const main = ["packages/cli/dist/bin.js", "train", "apps/stock-forecast/stock.seq", ...rest];
  return (await run([process.execPath, ...main], { live: true })).code;
}

/** @param {string[]} filters */
async function test(filters) {
  const tally = new Tally();
  const ready = await prepare();
  tally.addCheck(ready);
  if (ready) {
    tally.addCheck(await build());
    tally.addCheck(await step("types", "check types, tests and docs included", () => turbo("types")));
    tally.addCheck(
      await step("lint", "format and lint", () => run(["biome", "check", "--error-on-warnings"])),
    );
    tally.addCheck(
      await step("layers", "who imports whom", () => run([process.execPath, "scripts/layers.mjs"])),
    );
    tally.addSuite(await suite("tests", "run in Node", ["run", ...filters]));
    tally.addSuite(await suiteInBrowser(filters));
  }
  console.log(String(tally));
  return tally.failed === 0 ? 0 : 1;
}

async function prepare() {
  const install = [
    "pnpm",
    "install",
    "--frozen-lockfile",
    "--prefer-offline",
    "--config.confirmModulesPurge=false",
  ];
  return (
    (await step("pnpm", `find or fetch ${packageManager}`, () => setEnvironment(root, packageManager))) &&
    (await step("install", "fetch packages, frozen lockfile", () => run(install))) &&
    (await step("data", "lay the prices beside stock.seq", copyPrices))
  );
}

async function copyPrices() {
  const { prepare: copy } = await import("../../apps/stock-forecast/prepare.mjs");
  return { ok: true, note: copy() ? "copied" : "there" };
}

async function build() {
  return step("build", "packages/*/src to packages/*/dist", () => turbo("compile"));
}

/** @param {string} task  a task of turbo.json */
async function turbo(task) {
  const outcome = await run(["turbo", "run", task, "--output-logs=errors-only"]);
  return { ...outcome, ...(outcome.output.includes("FULL TURBO") ? { note: "cached" } : {}) };
}

/**
 * @param {string} name
 * @param {string} what
 * @param {string[]} args  of vitest
 */
async function suite(name, what, args) {
  return countsOf(root, name, (file) => {
    process.env.SEQLOOM_COUNTS = file;
    const reporters = ["--reporter=default", "--reporter=./scripts/setup/vitest-counts.mjs"];
    return liveStep(name, what, ["vitest", ...args, ...reporters]);
  });
}

/** @param {string[]} filters */
async function suiteInBrowser(filters) {
  const files = browserTests(root).filter(
    (file) => filters.length === 0 || filters.some((part) => file.includes(part)),
  );
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  let why = "";
  if (!findBrowser()) {
    await step("browser", "install Debian's chromium", async () => {
      const installed = await installBrowser();
      why = installed.why;
      return installed;
    });
  }
  const browser = findBrowser();
  if (!browser || !existsSync(browser)) {
    console.log(
      `THESE BROWSER TESTS DID NOT RUN, BECAUSE ${why.toUpperCase()}: ${files.join(", ").toUpperCase()}`,
    );
    return { passed: 0, failed: 0, skipped: files.length };
  }
  process.env.CHROMIUM = browser;
  return suite("browser", `run in ${browser}`, ["run", "--config", "vitest.browser.config.ts", ...filters]);
}
