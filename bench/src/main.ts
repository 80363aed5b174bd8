/** `pnpm bench`, once everything it needs is installed. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Arguments, helpText, readArguments } from "./arguments.ts";
import { absenceOf, type Contestant, contestants, expectedMs } from "./contestants.ts";
import { type Engines, findEngines, startOf } from "./engine.ts";
import { loadNow, machine } from "./machine.ts";
import { writeMaterial } from "./material.ts";
import { type Effort, type Entrant, type Measured, measure } from "./measure.ts";
import { type Row, rowsOf, toJson } from "./report.ts";
import { openSession } from "./session.ts";
import { linesOf, markdownOf } from "./tables.ts";
import { chooseWorkloads, quickWorkloads, type Workload } from "./workloads.ts";

const quick: Effort = { rounds: 3, turnMs: 80, jobMs: 500, warmMs: 200, patienceMs: 3500 };
const thorough: Effort = { rounds: 9, turnMs: 200, jobMs: 4000, warmMs: 600, patienceMs: 30_000 };

async function run(args: Arguments): Promise<void> {
  const engines = findEngines(args);
  const effort = args.quick ? quick : thorough;
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
        ? `left out: about ${Math.round(expected / 1000)} s a step or to compile it`
        : undefined;
    const start = absenceOf(contestant) ?? tooLong ?? startOf(contestant, engines, args);
    if (typeof start === "string") {
      absent.push({ contestant, settings, versions: {}, times: {}, remark: start });
      continue;
    }
    entrants.push({ contestant, settings, open: () => openSession({ ...start, limitMs: 90_000 }) });
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
