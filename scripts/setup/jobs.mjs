// The jobs of scripts/run.mjs. Steps run in the repository's folder, wherever the command was typed.
import { root } from "./prepare.mjs";
import { start } from "./start.mjs";
import { test } from "./test.mjs";

/**
 * Runs a job and sets the exit code of this process.
 *
 * @param {string | undefined} name  `start` or `test`
 * @param {string[]} rest  its arguments
 */
export async function runJob(name, rest) {
  const job = name === "start" ? start : name === "test" ? test : undefined;
  if (!job) console.error(`usage: node scripts/run.mjs start|test; got ${name ?? "nothing"}`);
  process.chdir(root);
  process.exitCode = job ? await job(rest) : 2;
}
