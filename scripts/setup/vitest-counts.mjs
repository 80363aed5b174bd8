// A vitest reporter that writes { passed, failed, skipped } to the file that SEQLOOM_COUNTS names.
// vitest's own JSON leaves out files that could not be loaded and errors outside any test; both count as failures here.
import { writeFileSync } from "node:fs";

export default class Counts {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === "pending" ? "failed" : state] += 1; // pending: the run ended before the test did
      }
      const suites = [module, ...module.children.allSuites()];
      counts.failed += suites.filter((suite) => suite.errors().length > 0).length;
    }
    const file = process.env.SEQLOOM_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
