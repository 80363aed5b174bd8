/** Golden learning rates of schedules. */

import { fromData } from "@seqloom/tensor";
import {
  cosineRestartsSchedule,
  cosineSchedule,
  exponentialSchedule,
  linearSchedule,
  oneCycleSchedule,
  plateau,
  type Schedule,
  stepSchedule,
} from "@seqloom/train";
import type { Comparison } from "./compare.ts";
import { readConfig } from "./config.ts";
import { type Form, hasFields } from "./form.ts";

interface SchedFile {
  readonly config: string;
  readonly base_lr: number;
  readonly lr: readonly number[];
  readonly momentum?: readonly number[];
  /** Of the plateau schedule: the loss of each round. */
  readonly metrics?: readonly number[];
}

export const schedForm: Form = (file) => {
  if (!hasFields(file, "config", "base_lr", "lr")) return undefined;
  const golden = file as SchedFile; // the fields say so
  return [{ name: "", onlyAtOnce: true, run: () => compare(golden) }];
};

function compare(golden: SchedFile): readonly Comparison[] | undefined {
  if (golden.metrics !== undefined) return rows("rate", plateauRates(golden, golden.metrics), golden.lr);
  const schedule = scheduleOf(golden);
  if (schedule === undefined) return undefined;
  const rates = golden.lr.map((_, k) => golden.base_lr * schedule(k));
  const momenta = golden.momentum?.map((_, k) => schedule.momentum?.(k) ?? Number.NaN);
  return [
    ...rows("rate", rates, golden.lr),
    ...(momenta === undefined ? [] : rows("momentum", momenta, golden.momentum ?? [])),
  ];
}

function scheduleOf({ config, base_lr }: SchedFile): Schedule | undefined {
  const { kind, numbers } = readConfig(config);
  const count = (name: string) => numbers[name] ?? 1;
  switch (kind) {
    case "steplr":
      return stepSchedule({ every: count("step_size"), factor: numbers.gamma });
    case "exponentiallr":
      return exponentialSchedule({ factor: numbers.gamma ?? 1 });
    case "cosineannealinglr":
      return cosineSchedule({ steps: count("T_max"), to: (numbers.eta_min ?? 0) / base_lr });
    case "cosineannealingwarmrestarts":
      return cosineRestartsSchedule({
        steps: count("T_0"),
        longer: count("T_mult"),
        to: (numbers.eta_min ?? 0) / base_lr,
      });
    case "linearlr":
      return linearSchedule({ from: numbers.start, to: numbers.end, steps: count("total") });
    case "onecyclelr":
      return oneCycleSchedule({
        steps: count("total_steps"),
        peak: (numbers.max_lr ?? base_lr) / base_lr,
        up: numbers.pct_start,
        startDivisor: numbers.div,
        endDivisor: numbers.final_div,
        momentum: [numbers.momentum ?? 0.85, numbers.momentum2 ?? 0.95],
      });
    case "lambdalr":
      // Any function is a schedule; the file writes this one out.
      return config.includes("min((e+1)/4, ((e+1)/4)^-0.5)")
        ? (e) => Math.min((e + 1) / 4, ((e + 1) / 4) ** -0.5)
        : undefined;
    default:
      return undefined;
  }
}

function plateauRates({ config, base_lr }: SchedFile, losses: readonly number[]): readonly number[] {
  const { numbers } = readConfig(config);
  const schedule = plateau({
    patience: numbers.patience,
    factor: numbers.factor,
    threshold: numbers.threshold,
    cooldown: numbers.cooldown,
    least: (numbers.min_lr ?? 0) / base_lr,
  });
  const rates = [base_lr * schedule.first.factor];
  let state = schedule.first;
  for (const loss of losses) {
    state = schedule.next(state, loss);
    rates.push(base_lr * state.factor);
  }
  return rates;
}

function rows(what: string, got: readonly number[], want: readonly number[]): Comparison[] {
  return [
    {
      what,
      got: fromData(Float64Array.from(got)),
      want: { dtype: "float64", shape: [want.length], data: want },
      noise: 0,
      allowed: (value) => 1e-9 * Math.abs(value), // as the README of the files says
    },
  ];
}
