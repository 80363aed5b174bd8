/** `pnpm bench --scaling`: whether cost grows as it should. A program of its own, run by the chosen Node. */
import { wasmCompiler } from "@seqloom/kernels";
import { leaves } from "@seqloom/ops";
import { normal, rng, scalar, Tensor } from "@seqloom/tensor";
import { adam, firstState, traceStep } from "@seqloom/train";
import type { Settings } from "./adapter.ts";
import { lossOf, modelOf } from "./seqloom/model.ts";
import { aligned, figure, time } from "./tables.ts";
import { flopsOf, regression, type Workload } from "./workloads.ts";

const now = () => performance.now();

interface Point {
  readonly workload: Workload;
  readonly traceMs: number;
  readonly compileMs: number;
  readonly equations: number;
  readonly firstMs: number;
  readonly secondMs: number;
  readonly stepMs: number;
}

/** Records, compiles and runs a training step on numbers of its own. */
function point(workload: Workload, { fused }: Settings): Point {
  const { time: T, batch: B, input: I } = workload;
  const model = modelOf(workload);
  const [x, y] = [normal(rng(2), [T, B, I]), normal(rng(3), [B, 1])];
  const objective = { loss: lossOf(model, workload), optimiser: adam({ rate: 1e-3 }) };
  const state = firstState(objective, model.init(rng(1)), {});
  const started = now();
  const program = traceStep(objective, state, { x, y }, { hasMomentum: false, hasKey: false });
  const traced = now();
  const step = wasmCompiler({ fused }).compile(program);
  const compiled = now();
  step.write(leaves({ params: state.params, optimiser: state.optimiser }).filter((v) => v instanceof Tensor));
  const times: number[] = [];
  for (const end = now() + 300; times.length < 4 || now() < end; ) {
    const start = now();
    step.call([scalar(1e-3, "f32"), x, y]);
    times.push(now() - start);
  }
  return {
    workload,
    traceMs: traced - started,
    compileMs: compiled - traced,
    equations: program.graph.equations.length,
    firstMs: times[0] ?? Number.NaN,
    secondMs: times[1] ?? Number.NaN,
    stepMs: Math.min(...times),
  };
}

/** How each size is varied while the others stay as they are in lstm 32/50/8/64/1. */
const series: Readonly<Record<string, readonly Workload[]>> = {
  T: [25, 50, 100, 200, 400].map((T) => regression("lstm", 32, T, 8, 64, 1)),
  B: [1, 2, 4, 8, 16, 32, 64, 128].map((B) => regression("lstm", B, 50, 8, 64, 1)),
  H: [16, 32, 64, 128, 256].map((H) => regression("lstm", 32, 50, 8, H, 1)),
  layers: [1, 2, 3, 4, 6].map((L) => regression("lstm", 32, 50, 8, 64, L)),
};

const changedSize: Readonly<Record<string, (workload: Workload) => number>> = {
  T: ({ time: T }) => T,
  B: ({ batch }) => batch,
  H: ({ hidden }) => hidden,
  layers: ({ layers }) => layers,
};

function stepTable(settings: Settings): string {
  const head = ["", "", "step", "GFLOP/s", "of the one before", "operations", "first", "second"];
  const rows = Object.entries(series).flatMap(([name, workloads]) => {
    const points = workloads.map((workload) => point(workload, settings));
    return points.map(({ workload, stepMs, firstMs, secondMs }, i) => {
      const before = points[i - 1];
      const flops = flopsOf(workload);
      return [
        i === 0 ? name : "",
        String(changedSize[name]?.(workload) ?? ""),
        time(stepMs),
        figure(flops / stepMs / 1e6),
        before === undefined ? "" : `x ${figure(stepMs / before.stepMs)}`,
        before === undefined ? "" : `x ${figure(flops / flopsOf(before.workload))}`,
        time(firstMs),
        time(secondMs),
      ];
    });
  });
  return aligned([head, ...rows]);
}

/** A graph grows with the layers. The first of a process also pays for the compiler's own warm-up. */
function compileTable(settings: Settings): string {
  const rows = [1, 1, 2, 4, 8, 16].map((layers) => {
    const { equations, traceMs, compileMs } = point(regression("lstm", 4, 5, 8, 16, layers), settings);
    const each = ((traceMs + compileMs) / equations) * 1e3;
    return [String(layers), String(equations), time(traceMs), time(compileMs), `${figure(each)} µs`];
  });
  return aligned([["layers", "equations", "record", "compile", "an equation"], ...rows]);
}

const settings: Settings = JSON.parse(process.argv[2] ?? "{}");
console.log(`Time to record and compile, against the size of the graph\n\n${compileTable(settings)}\n`);
console.log(`A training step of lstm 32/50/8/64/1 with one size changed\n\n${stepTable(settings)}`);
