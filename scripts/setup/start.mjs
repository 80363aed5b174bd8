// `npm start`: trains the sample on real prices.
import { build, prepare } from "./prepare.mjs";
import { run } from "./steps.mjs";

/**
 * @param {string[]} options  passed on to `seqloom train`
 * @returns {Promise<number>} the exit code
 */
export async function start(options) {
  if (!(await prepare()) || !(await build())) return 1;
  console.log();
  const train = ["packages/cli/dist/bin.js", "train", "apps/stock-forecast/stock.seq", ...options];
  const { code } = await run([process.execPath, ...train], { live: true });
  return code;
}
