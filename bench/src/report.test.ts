import { expect, it } from "vitest";
import { contestants } from "./contestants.ts";
import type { Measured } from "./measure.ts";
import { rowsOf, toJson } from "./report.ts";
import { regression } from "./workloads.ts";

const measured = (name: string, times: Measured["times"]): Measured => {
  const contestant = contestants.find((one) => one.name === name);
  if (contestant === undefined) throw new Error(`no contestant ${name}`);
  return { contestant, settings: { threads: 1, fused: false }, versions: {}, times };
};
const workload = regression("lstm", 1, 2, 3, 4, 1);

it("compares everyone with Seqloom, wherever it stands, and Seqloom with nobody", () => {
  const rows = rowsOf(workload, [
    measured("torch", { train: [[8], [6]] }),
    measured("seqloom", { train: [[2], [2]] }),
  ]);
  expect(rows.map(({ cells }) => cells.train?.ratio?.median)).toEqual([3.5, undefined]);
});

it("writes the form that the documentation reads, with microseconds for a step of a stream", () => {
  const rows = rowsOf(workload, [measured("seqloom", { train: [[2], [3], [4]], stream: [[0.001]] })]);
  const machine = { cpu: "", vectors: "", cores: 2, memoryGiB: 8, system: "", load: [0, 0] } as const;
  expect(JSON.parse(toJson({ machine, versions: { node: "v24" }, rows }))).toEqual({
    machine,
    versions: { node: "v24" },
    rows: [
      {
        workload: "lstm 1/2/3/4/1",
        peer: "seqloom",
        threads: 1,
        fma: false,
        train_ms: { median: 3, min: 2 },
        stream_us: { median: 1, min: 1 },
      },
    ],
  });
});
