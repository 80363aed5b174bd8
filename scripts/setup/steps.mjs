// One step of `npm start` or `npm test`: one line that says what it does and how long it took.
// A step's output is kept back and shown only if the step fails; a live step writes to the terminal itself.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @typedef {{ ok: boolean, output?: string, note?: string }} Outcome */

const isTerminal = process.stdout.isTTY === true;

/**
 * Runs one step and prints its line: name, what it does, how long it took, and `FAILED` with the output if it failed.
 *
 * @param {string} name  one word, such as `build`
 * @param {string} what  what the step does, in a few words
 * @param {() => Outcome | Promise<Outcome>} work
 * @returns {Promise<boolean>} whether the step succeeded
 */
export async function step(name, what, work) {
  const line = `${name.padEnd(8)} ${what}`;
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  process.stdout.write(`${line} ... `);
  const clock = isTerminal
    ? setInterval(() => process.stdout.write(`\r${line} ... ${seconds()} `), 1000)
    : undefined;
  const { ok, output, note } = await attempt(work);
  clearInterval(clock);
  if (isTerminal) process.stdout.write(`\r${line} ... `);
  process.stdout.write(`${ok ? "" : "FAILED after "}${seconds()}${note ? ` (${note})` : ""}\n`);
  if (!ok && output) process.stdout.write(`${output.trimEnd()}\n`);
  return ok;
}

/**
 * @param {() => Outcome | Promise<Outcome>} work
 * @returns {Promise<Outcome>} a failed outcome if the work throws
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    return { ok: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/**
 * Runs one step whose program writes to the terminal itself, between a line before and a line after.
 *
 * @param {string} name
 * @param {string} what
 * @param {string[]} command  program and arguments
 * @returns {Promise<number>} the exit code
 */
export async function liveStep(name, what, command) {
  const start = performance.now();
  console.log(`${name.padEnd(8)} ${what}`);
  const { code } = await run(command, { live: true });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(8)} ${code === 0 ? "done" : "FAILED"} after ${seconds} s`);
  return code;
}

/**
 * Runs a program to its end. A signal sent to this process ends the program first and then this process.
 *
 * @param {string[]} command  program and arguments
 * @param {{ live?: boolean }} [options]  live: the program has the terminal
 * @returns {Promise<{ ok: boolean, code: number, output: string }>}  output is empty for a live program
 */
export async function run([program, ...args], { live = false } = {}) {
  const child = spawn(program ?? "", args, {
    stdio: live ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32", // .cmd files need one there
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const release = passSignalsTo(child);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  const signal = release();
  if (signal) {
    if (!live) process.stdout.write("stopped\n");
    process.exit(live ? code : 128 + constants.signals[signal]);
  }
  return { ok: code === 0, code, output };
}

/**
 * While a program runs, a signal is its to handle. Ctrl-C in a terminal reaches the whole process group by itself,
 * and a second one would make many programs give up without tidying, so there nothing is passed on.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => NodeJS.Signals | undefined}  stops listening; gives the signal that came
 */
function passSignalsTo(child) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    received = signal;
    if (signal !== "SIGINT" || process.stdin.isTTY !== true) child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    return received;
  };
}
