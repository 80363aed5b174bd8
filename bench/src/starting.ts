/** `pnpm bench --start`: from the start of a process to the end of its first training step, and the steps after it. */
import type { Entrant } from "./measure.ts";
import { summarise } from "./statistics.ts";
import { aligned, figure, time } from "./tables.ts";

const starts = 5;

/** One line for each entrant that trains. */
export async function startTable(path: string, entrants: readonly Entrant[]): Promise<string> {
  const rows = [["", "process to step", "fastest", "1st step", "2nd step", "steady", "2nd / steady"]];
  for (const { contestant, settings, open } of entrants) {
    const totals: number[] = [];
    const firsts: number[] = [];
    const seconds: number[] = [];
    let steady = Number.NaN;
    try {
      // One more than counts: the first only fills the cache of files.
      for (let i = 0; i <= starts; i++) {
        const begin = performance.now();
        const session = open();
        const { jobs } = await session.prepare(path, settings);
        if (!jobs.includes("train")) {
          session.end();
          break;
        }
        const [first] = await session.run("train", 0);
        const total = performance.now() - begin;
        const [second] = await session.run("train", 0);
        if (i > 0) {
          totals.push(total);
          firsts.push(first ?? Number.NaN);
          seconds.push(second ?? Number.NaN);
        }
        if (i === starts) {
          await session.run("train", 500);
          steady = summarise(await session.run("train", 500)).median;
        }
        session.end();
      }
    } catch (error) {
      rows.push([contestant.name, "", String(error).split("\n")[0] ?? ""]);
    }
    if (totals.length === 0) continue;
    const [total, first, second] = [totals, firsts, seconds].map(summarise);
    rows.push([
      contestant.name,
      time(total?.median ?? Number.NaN),
      time(total?.fastest ?? Number.NaN),
      time(first?.median ?? Number.NaN),
      time(second?.median ?? Number.NaN),
      time(steady),
      figure((second?.median ?? Number.NaN) / steady),
    ]);
  }
  return aligned(rows);
}
