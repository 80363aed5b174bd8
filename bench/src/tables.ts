/** A report for people: lines while it is measured, and Markdown for the documentation. */
import { type Job, jobs } from "./adapter.ts";
import type { Report, Row } from "./report.ts";

const titles: Readonly<Record<Job, string>> = {
  train: "Training step: forward, backward, Adam",
  forward: "Forward pass of a batch",
  stream: "Streaming: one step of one sequence, with state and head",
};

/** Everything about a workload, one line for each contestant and job. */
export function linesOf(rows: readonly Row[]): string {
  const head = ["", "", "median", "fastest", "quartiles", "n", "x ours", "(range)", "fastest", "losses"];
  const lines = rows.flatMap(({ peer, threads, cells, agreement, remark }) => {
    const name = threads > 1 ? `${peer} ${threads}t` : peer;
    const measured = jobs.flatMap((job) => {
      const cell = cells[job];
      if (cell === undefined) return [];
      const { median, fastest, quartiles, count, ratio } = cell;
      return [
        [
          name,
          job,
          time(median),
          time(fastest),
          `${time(quartiles[0])} .. ${time(quartiles[1])}`,
          String(count),
          ratio === undefined ? "" : figure(ratio.median),
          ratio === undefined ? "" : `(${figure(ratio.range[0])} .. ${figure(ratio.range[1])})`,
          ratio === undefined ? "" : figure(ratio.fastest),
          job === "train" || cells.train === undefined ? (agreement?.verdict ?? "") : "",
        ],
      ];
    });
    const note = remark === undefined ? [] : [[name, "", remark]];
    return [...measured, ...note];
  });
  return aligned([head, ...lines]);
}

/** One table a job: a row a workload, a column a contestant, its fastest step and how many of ours that is. */
export function markdownOf({ machine, versions, rows }: Report): string {
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const names = [...new Set(rows.map(({ workload }) => workload))];
  const rowOf = (workload: string, peer: string) =>
    rows.find((row) => row.workload === workload && row.peer === peer);
  const titleOf = (peer: string) => {
    const threads = rows.find((row) => row.peer === peer)?.threads ?? 1;
    return threads === 1 ? peer : `${peer}, ${threads} threads`;
  };
  const table = (job: Job): string[] => {
    const present = peers.filter((peer) =>
      rows.some((row) => row.peer === peer && row.cells[job] !== undefined),
    );
    if (present.length === 0) return [];
    return [
      `### ${titles[job]}`,
      "",
      `| workload | ${present.map(titleOf).join(" | ")} |`,
      `|---|${"---|".repeat(present.length)}`,
      ...names.map(
        (name) => `| ${name} | ${present.map((peer) => entry(rowOf(name, peer), job)).join(" | ")} |`,
      ),
      "",
    ];
  };
  const [first] = rows;
  const settings = `one thread each unless said, ${first?.fma ? "with" : "without"} fused multiply-add in WebAssembly`;
  return [
    `${machine.cpu} with ${machine.vectors}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}; load ${machine.load.join(" before, ")} after; ${settings}.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    "",
    "Median time / fastest, and in brackets how many of Seqloom's it takes: the median over the rounds of the ratio of",
    "the fastest calls of two turns one after the other; above 1 where Seqloom is faster. An asterisk: it computes",
    "something else, see the remarks.",
    "",
    ...jobs.flatMap(table),
    ...remarks(rows),
  ].join("\n");
}

function entry(row: Row | undefined, job: Job): string {
  const cell = row?.cells[job];
  if (cell === undefined) return "-";
  const star = isComparable(row) ? "" : "\\*";
  return `${time(cell.median)} / ${time(cell.fastest)}${star}${cell.ratio === undefined ? "" : ` (${figure(cell.ratio.median)})`}`;
}

function isComparable(row: Row | undefined): boolean {
  return row?.agreement?.verdict === "same" || row?.agreement?.verdict === "first";
}

/** Each remark once for each contestant, with the workloads it holds for. */
function remarks(rows: readonly Row[]): string[] {
  const where = new Map<string, string[]>();
  for (const { peer, workload, remark } of rows) {
    if (remark === undefined) continue;
    const key = `${peer}: ${remark}`;
    where.set(key, [...(where.get(key) ?? []), workload]);
  }
  if (where.size === 0) return [];
  return ["### Remarks", "", ...[...where].map(([text, names]) => `- ${text} (${names.join(", ")})`), ""];
}

/** Milliseconds, or microseconds below a tenth of one; three figures. */
export function time(ms: number): string {
  return ms < 0.1 ? `${figure(ms * 1e3)} µs` : `${figure(ms)} ms`;
}

/** A number with three figures and no exponent. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(value >= 1 ? 2 : 3);
}

/** Columns side by side. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  // A remark in the last column of a short line may be as long as it likes.
  for (const line of lines.filter(({ length }) => length > 3)) {
    line.forEach((text, i) => {
      widths[i] = Math.max(widths[i] ?? 0, text.length);
    });
  }
  return lines
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
