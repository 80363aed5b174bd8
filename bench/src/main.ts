/** `pnpm bench`, once everything it needs is installed. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Settings } from "./adapter.ts";
import { type Arguments, helpText, readArguments } from "./arguments.ts";
import { absenceOf, type Contestant, contestants, expectedMs } from "./contestants.ts";
import { type Engines, findEngines, nodeFlags, startOf } from "./engine.ts";
import { loadNow, machine } from "./machine.ts";
import { writeMaterial } from "./material.ts";
import { type Effort, type Entrant, type Measured, measure } from "./measure.ts";
import { type Row, rowsOf, toJson } from "./report.ts";
import { openSession } from "./session.ts";
import { startTable } from "./starting.ts";
import { linesOf, markdownOf } from "./tables.ts";
import { chooseWorkloads, quickWorkloads, type Workload } from "./workloads.ts";

const quick: Effort = { rounds: 3, turnMs: 80, jobMs: 500, warmMs: 200, patienceMs: 4000 };
const thorough: Effort = { rounds: 7, turnMs: 150, jobMs: 2500, warmMs: 400, patienceMs: 15_000 };

/** What `--profile` and `--start` show unless told otherwise. */
const profiled: readonly string[] = ["lstm 32/50/1/32/1", "lstm 32/50/8/128/1"];
const started = "lstm 32/50/1/32/1";

async function run(args: Arguments): Promise<void> {
  const engines = findEngines(args);
  switch (args.mode) {
    case "measure":
      return measureAll(args, engines);
    case "start":
      return measureStart(args, engines);
    case "scaling":
      return runProgram("scaling", [], engines, args);
    case "profile":
      for (const workload of chooseWorkloads(args.only.length === 0 ? profiled : args.only)) {
        runProgram("profile", [materialOf(workload)], engines, args);
      }
      return;
    default:
      return args.mode satisfies never;
  }
}

/** One of our own programs, which prints its table itself. */
function runProgram(name: string, given: readonly string[], engines: Engines, args: Arguments): void {
  const program = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const settings: Settings = { threads: args.threads, fused: args.fma };
  const command = [...nodeFlags(engines, args), program, ...given, JSON.stringify(settings)];
  console.log(`node ${engines.nodeVersion}, load ${loadNow()}`);
  const { status } = spawnSync(engines.node, command, { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}

async function measureStart(args: Arguments, engines: Engines): Promise<void> {
  const [workload] = chooseWorkloads(args.only.length === 0 ? [started] : args.only);
  if (workload === undefined) return;
  const { entrants } = enter(workload, chooseContestants(args), engines, args, thorough);
  console.log(`${workload.name}, node ${engines.nodeVersion}, load ${loadNow()}\n`);
  console.log(await startTable(materialOf(workload), entrants));
}

async function measureAll(args: Arguments, engines: Engines): Promise<void> {
  const usual = args.quick ? quick : thorough;
  const effort = {
    ...usual,
    patienceMs: args.patience === undefined ? usual.patienceMs : 1e3 * args.patience,
  };
  const loadBefore = loadNow();
  const chosen = chooseContestants(args);
  const rows: Row[] = [];
  const versions: Record<string, string> = { node: engines.nodeVersion };
  for (const workload of chooseWorkloads(args.quick && args.only.length === 0 ? quickWorkloads : args.only)) {
    const path = materialOf(workload);
    const { entrants, absent } = enter(workload, chosen, engines, args, effort);
    const measured = await measure(workload, path, entrants, effort, say);
    say("");
    for (const one of measured) Object.assign(versions, one.versions);
    const found = rowsOf(workload, [...measured, ...absent]);
    rows.push(...found);
    console.log(`\n${workload.name}\n${linesOf(found)}`);
  }
  const report = { machine: machine(loadBefore), versions, rows };
  console.log(`\n${markdownOf(report)}`);
  if (args.json !== undefined) writeFileSync(args.json, toJson(report));
  if (args.markdown !== undefined) writeFileSync(args.markdown, markdownOf(report));
}

function chooseContestants({ peers }: Arguments): readonly Contestant[] {
  const unknown = peers.find((name) => name !== "none" && !contestants.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new RangeError(`--peers ${unknown}: there are ${contestants.map(({ name }) => name).join(", ")}`);
  }
  return contestants.filter(({ name }) => name === "seqloom" || peers.length === 0 || peers.includes(name));
}

/** Who takes part in a workload, and who does not and why. */
function enter(
  workload: Workload,
  chosen: readonly Contestant[],
  engines: Engines,
  args: Arguments,
  { patienceMs }: Effort,
): { readonly entrants: readonly Entrant[]; readonly absent: readonly Measured[] } {
  const entrants: Entrant[] = [];
  const absent: Measured[] = [];
  for (const contestant of chosen) {
    const settings = { threads: Math.min(args.threads, contestant.threads), fused: args.fma };
    const expected = expectedMs(contestant, workload);
    const tooLong =
      expected > patienceMs
        ? `left out: about ${Math.round(expected / 1000)} s to get ready and for a step (--patience)`
        : undefined;
    const start = absenceOf(contestant) ?? tooLong ?? startOf(contestant, engines, args);
    if (typeof start === "string") {
      absent.push({ contestant, settings, versions: {}, times: {}, remark: start });
      continue;
    }
    entrants.push({
      contestant,
      settings,
      open: () => openSession({ ...start, limitMs: 60_000 + 6 * patienceMs }),
    });
  }
  return { entrants, absent };
}

function materialOf(workload: Workload): string {
  const folder = new URL("material/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const path = fileURLToPath(new URL(workload.name.replaceAll(/[ /]/g, "-"), folder));
  writeMaterial(path, workload);
  return path;
}

/** One line that is overwritten by the next, where somebody looks. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

try {
  const args = readArguments(process.argv.slice(2));
  if (args.help) console.log(helpText);
  else await run(args);
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
}
