/** What a run found, as rows: the one form from which the tables and the file are made. */
import { type Job, jobs } from "./adapter.ts";
import type { Agreement } from "./agreement.ts";
import type { Machine } from "./machine.ts";
import type { Measured, Rounds } from "./measure.ts";
import { pairedRatio, type Ratio, type Summary, summarise } from "./statistics.ts";
import type { Workload } from "./workloads.ts";

/** One contestant on one workload. */
export interface Row {
  readonly workload: string;
  readonly peer: string;
  readonly threads: number;
  readonly fma: boolean;
  readonly cells: Readonly<Partial<Record<Job, Cell>>>;
  readonly agreement?: Agreement;
  /** What is not as in the other rows, or why it has no numbers. */
  readonly remark?: string;
}

/** Times of a job in milliseconds, and how they compare with ours in the same rounds. */
export interface Cell extends Summary {
  readonly ratio?: Ratio;
}

export interface Report {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** Rows of a workload. */
export function rowsOf(workload: Workload, measured: readonly Measured[]): readonly Row[] {
  const ours = measured.find(({ contestant }) => contestant.name === "seqloom");
  return measured.map(({ contestant, settings, times, agreement, remark }) => ({
    workload: workload.name,
    peer: contestant.name,
    threads: settings.threads,
    fma: settings.fused,
    cells: Object.fromEntries(
      jobs.flatMap((job) => {
        const cell = cellOf(times[job], contestant.name === "seqloom" ? undefined : ours?.times[job]);
        return cell === undefined ? [] : [[job, cell]];
      }),
    ),
    ...(agreement !== undefined && { agreement }),
    ...(remark !== undefined && { remark }),
  }));
}

function cellOf(rounds: Rounds | undefined, ours: Rounds | undefined): Cell | undefined {
  const all = rounds?.flat() ?? [];
  if (rounds === undefined || all.length === 0) return undefined;
  const ratio = ours && pairedRatio(ours, rounds);
  return { ...summarise(all), ...(ratio !== undefined && { ratio }) };
}

/** The file that the documentation and later runs read. */
export function toJson({ machine, versions, rows }: Report): string {
  const pair = (cell: Cell | undefined) => cell && { median: cell.median, min: cell.fastest };
  const plain = rows.map(({ workload, peer, threads, fma, cells, agreement, remark }) => ({
    workload,
    peer,
    threads,
    fma,
    train_ms: pair(cells.train),
    forward_ms: pair(cells.forward),
    stream_us: cells.stream && { median: cells.stream.median * 1e3, min: cells.stream.fastest * 1e3 },
    ratio: cells.train?.ratio?.median,
    loss: agreement?.verdict,
    remark,
  }));
  return `${JSON.stringify({ machine, versions, rows: plain }, null, 2)}\n`;
}
