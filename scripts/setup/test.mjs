// `npm test`: everything that is checked, and one line at the end that counts it.
import { browserTests, findBrowser, installBrowser } from "./browser.mjs";
import { build, prepare, root, turbo } from "./prepare.mjs";
import { liveStep, run, step } from "./steps.mjs";
import { countsOf, Tally } from "./tally.mjs";

/** @type {Parameters<typeof step>[]} */
const checks = [
  ["types", "check types, tests and docs included", () => turbo("types")],
  ["lint", "format and lint", () => run(["biome", "check", "--error-on-warnings"])],
  ["layers", "who imports whom", () => run([process.execPath, "scripts/layers.mjs"])],
  ["unused", "files and exports that nobody uses", () => run(["knip", "--no-progress", "--no-config-hints"])],
];

/**
 * @param {string[]} filters  parts of paths of test files; none means all tests
 * @returns {Promise<number>} the exit code
 */
export async function test(filters) {
  const tally = new Tally();
  const isReady = await prepare();
  tally.addCheck(isReady);
  if (isReady) {
    tally.addCheck(await build());
    for (const check of checks) tally.addCheck(await step(...check));
    const size = await liveStep("size", "how large programs are in a browser", [
      process.execPath,
      "scripts/size.mjs",
    ]);
    tally.addCheck(size === 0);
    await runSuites(tally, filters);
  }
  console.log(String(tally));
  return tally.failed === 0 ? 0 : 1;
}

/**
 * @param {Tally} tally
 * @param {string[]} filters
 */
async function runSuites(tally, filters) {
  const forBrowser = browserTests(root).filter(
    (file) => filters.length === 0 || filters.some((part) => file.includes(part)),
  );
  // The browser comes first: tests in Node may drive a page with it.
  const found = await browser(forBrowser.length > 0);
  // Filters may name tests for the browser only.
  const mayBeEmpty = filters.length > 0 && forBrowser.length > 0 ? ["--passWithNoTests"] : [];
  tally.addSuite(await suite("tests", "run in Node", [...mayBeEmpty, ...filters]));

  if (forBrowser.length === 0) return;
  if ("path" in found) {
    const options = ["--config", "vitest.browser.config.ts", ...filters];
    tally.addSuite(await suite("browser", `run in ${found.path}`, options));
  } else {
    console.log(`THESE BROWSER TESTS DID NOT RUN, BECAUSE ${found.why.toUpperCase()}:`);
    for (const file of forBrowser) console.log(`  ${file}`);
    tally.addSuite({ passed: 0, failed: 0, skipped: forBrowser.length });
  }
}

/**
 * Finds a browser and names it in CHROMIUM, for every test to use. Installs one if there are tests that need it.
 *
 * @param {boolean} isNeeded
 * @returns {Promise<{ path: string } | { why: string }>}
 */
async function browser(isNeeded) {
  let why = "";
  if (isNeeded && !findBrowser()) {
    await step("browser", "install Debian's chromium", async () => {
      const installed = await installBrowser();
      why = installed.why;
      return installed;
    });
  }
  const path = findBrowser();
  if (!path) return { why };
  process.env.CHROMIUM = path;
  return { path };
}

/**
 * @param {string} name
 * @param {string} what
 * @param {string[]} options  of `vitest run`
 */
async function suite(name, what, options) {
  const reporters = ["--reporter=default", "--reporter=./scripts/setup/vitest-counts.mjs"];
  return countsOf(root, name, () => liveStep(name, what, ["vitest", "run", ...options, ...reporters]));
}
