/** `pnpm bench --profile`: where the time of one training step goes. A program of its own, run by the chosen Node. */
import { peakGflops, profileProgram, wasmCompiler } from "@seqloom/kernels";
import { leaves } from "@seqloom/ops";
import { scalar, Tensor } from "@seqloom/tensor";
import { adam, firstState, traceStep } from "@seqloom/train";
import type { Settings } from "./adapter.ts";
import { readMaterial } from "./material.ts";
import { tensorsOf } from "./seqloom/batch.ts";
import { lossOf, modelOf } from "./seqloom/model.ts";
import { aligned, figure, time } from "./tables.ts";

const now = () => performance.now();

function profile(path: string, { fused }: Settings): string {
  const material = readMaterial(path);
  const { workload } = material;
  const { x, y, params } = tensorsOf(material);
  const objective = { loss: lossOf(modelOf(workload), workload), optimiser: adam({ rate: 1e-3 }) };
  const state = firstState(objective, params, {});
  const program = traceStep(objective, state, { x, y }, { hasMomentum: false, hasKey: false });
  const carried = leaves({ params: state.params, optimiser: state.optimiser }).filter(
    (v) => v instanceof Tensor,
  );
  const inputs = [scalar(1e-3, "f32"), x, y];

  const compileStart = now();
  const step = wasmCompiler({ fused }).compile(program);
  const compileMs = now() - compileStart;
  step.write(carried);
  const whole = fastestMs(() => step.call(inputs));
  const kernels = profileProgram(program, carried, inputs, { fused, now, ms: 60 });
  if (typeof kernels === "string") return `${workload.name} is not compiled: ${kernels}`;
  const peak = peakGflops(fused, now);
  const sum = kernels.reduce((total, { ms }) => total + ms, 0);
  const large = kernels.filter(({ ms }) => ms >= 0.002 * sum);
  const rows = large
    .toSorted((a, b) => b.ms - a.ms)
    .map(({ ms, times, flops, text }) => {
      const speed = flops / ms / 1e6;
      return [
        time(ms),
        `${figure((100 * ms) / sum)} %`,
        String(times),
        flops === 0 ? "" : figure(speed),
        flops === 0 ? "" : `${figure((100 * speed) / peak)} %`,
        text.length > 100 ? `${text.slice(0, 99)}…` : text,
      ];
    });
  const flops = kernels.reduce((total, kernel) => total + kernel.flops, 0);
  const small = sum - large.reduce((total, { ms }) => total + ms, 0);
  const others = [
    time(small),
    `${figure((100 * small) / sum)} %`,
    "",
    "",
    "",
    `${kernels.length - large.length} others`,
  ];
  return [
    `${workload.name}: step ${time(whole)}, its kernels one by one ${time(sum)}, recorded and compiled in ${time(compileMs)}`,
    `${figure(flops / whole / 1e6)} GFLOP/s over the whole step; the peak of one thread here is ${figure(peak)}, ${fused ? "fused" : "not fused"}`,
    "",
    aligned([["a step", "share", "times", "GFLOP/s", "of peak", "kernel"], ...rows, others]),
  ].join("\n");
}

function fastestMs(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (const end = now() + 500; now() < end; ) {
    const start = now();
    run();
    best = Math.min(best, now() - start);
  }
  return best;
}

const [path = "", settings = "{}"] = process.argv.slice(2);
console.log(profile(path, JSON.parse(settings)));
