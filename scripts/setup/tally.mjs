// What the closing line `N passed, N failed` adds up: every test of every suite, and each other check as one.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A running sum over suites. */
export class Tally {
  /** @type {Counts} */
  #sum = { passed: 0, failed: 0, skipped: 0 };

  /** @param {boolean} ok  the outcome of a check that is no test suite, such as `types` */
  addCheck(ok) {
    this.#sum[ok ? "passed" : "failed"] += 1;
  }

  /** @param {Counts} counts */
  addSuite({ passed, failed, skipped }) {
    this.#sum.passed += passed;
    this.#sum.failed += failed;
    this.#sum.skipped += skipped;
  }

  get failed() {
    return this.#sum.failed;
  }

  toString() {
    const { passed, failed, skipped } = this.#sum;
    return `${skipped > 0 ? `${skipped} skipped\n` : ""}${passed} passed, ${failed} failed`;
  }
}

/**
 * Runs a vitest suite and gives what `vitest-counts.mjs` counted in it. A run that ends in failure without a failed
 * test (it crashed, or found no file) counts as one failure.
 *
 * @param {string} root  the repository
 * @param {string} name  names the file of counts
 * @param {() => Promise<number>} runVitest  runs it to its end; gives the exit code
 * @returns {Promise<Counts>}
 */
export async function countsOf(root, name, runVitest) {
  const file = join(root, ".cache", "counts", `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  process.env.SEQLOOM_COUNTS = file;
  const code = await runVitest();
  /** @type {Counts} */
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
