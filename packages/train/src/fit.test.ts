import { dropout, linear, lstm, mse, type Params } from "@seqloom/nn";
import { leaves, mul, slice, sub, sum, type Value } from "@seqloom/ops";
import { fold, normal, permutation, rng, Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  adam,
  type Checkpoint,
  cosineSchedule,
  type EpochEvent,
  type FitEvent,
  type FitOptions,
  fit,
  fromRecord,
  oneCycleSchedule,
  plateau,
  type StepEvent,
  sgd,
  toRecord,
} from "./index.ts";

type Batch = { readonly x: Value; readonly y: Value };

const model = linear({ input: 2, output: 1 });
const loss = (params: Params, { x, y }: Batch) => mse(model.apply(params, x), y);

/** y = 2 a - b + 0.5 with a little noise, in batches whose order depends on the epoch. */
function problem(count: number, size: number): (epoch: number) => Batch[] {
  const x = normal(rng(1), [count, 2], "f64");
  const noise = normal(rng(2), [count], "f64", 0, 0.01);
  return (epoch) => {
    const order = permutation(fold(rng(3), epoch), count);
    const batches: Batch[] = [];
    for (let from = 0; from < count; from += size) {
      const rows = [...order.slice(from, from + size)];
      const at = (i: number, k: number) => x.data[2 * i + k] ?? 0;
      batches.push({
        x: tensor(rows.map((i) => [at(i, 0), at(i, 1)])),
        y: tensor(rows.map((i) => [2 * at(i, 0) - at(i, 1) + 0.5 + (noise.data[i] ?? 0)])),
      });
    }
    return batches;
  };
}

const train = problem(40, 16); // batches of 16, 16 and 8
const validation = () => problem(12, 12)(0);
const options = { loss, params: model.init(rng(4)), optimiser: adam({ rate: 0.05 }), batches: train };

async function collect<
  B extends { readonly [key: string]: Value },
  C extends { readonly [key: string]: Value },
>(given: FitOptions<B, C>): Promise<FitEvent<C>[]> {
  const events: FitEvent<C>[] = [];
  for await (const event of fit(given)) events.push(event);
  return events;
}

function steps(events: readonly FitEvent[]): StepEvent[] {
  return events.filter((event) => event.kind === "step");
}

function epochs(events: readonly FitEvent[]): EpochEvent[] {
  return events.filter((event) => event.kind === "epoch");
}

function done(events: readonly FitEvent[]) {
  const last = events.at(-1);
  if (last?.kind !== "done") throw new Error("the last event is not done");
  return last;
}

function numbers(params: Readonly<Record<string, Value>>): number[][] {
  return leaves(params).map((value) => (value instanceof Tensor ? [...value.data] : []));
}

describe("fit", () => {
  it("learns the weights of a line from batches of different size", async () => {
    const events = await collect({
      ...options,
      epochs: 60,
      optimiser: adam({ rate: 0.2 }),
      schedule: cosineSchedule({ steps: 180 }),
    });
    const { params, reason } = done(events);
    expect(reason).toBe("epochs");
    const [weight = [], bias = []] = numbers(params);
    for (const [got, want] of [
      [weight[0], 2],
      [weight[1], -1],
      [bias[0], 0.5],
    ])
      expect(got).toBeCloseTo(want ?? 0, 1);
  });

  it("tells of every step and epoch in order", async () => {
    const events = await collect({ ...options, epochs: 2, validation });
    expect(events.map((event) => event.kind).join(" ")).toBe(
      "step step step epoch step step step epoch done",
    );
    expect(steps(events).map((event) => [event.step, event.epoch])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
    const [first] = steps(events);
    expect(first?.rate).toBe(0.05);
    expect(first?.norm).toBeGreaterThan(0);
    const mean = steps(events)
      .slice(0, 3)
      .reduce((total, event) => total + event.loss / 3, 0);
    expect(epochs(events)[0]?.trainLoss).toBeCloseTo(mean, 12);
  });

  it("weighs batches as told", async () => {
    const weight = ({ x }: Batch) => x.shape[0] ?? 0;
    const events = await collect({ ...options, epochs: 1, weight });
    const [a = 0, b = 0, c = 0] = steps(events).map((event) => event.loss);
    expect(epochs(events)[0]?.trainLoss).toBeCloseTo((16 * a + 16 * b + 8 * c) / 40, 12);
  });

  it("the same options give the same events to the last bit", async () => {
    const [one, two] = [await collect({ ...options, epochs: 2 }), await collect({ ...options, epochs: 2 })];
    expect(steps(one).map((event) => event.loss)).toEqual(steps(two).map((event) => event.loss));
    expect(numbers(done(one).params)).toEqual(numbers(done(two).params));
  });

  it("moves the rate by the schedule, and the momentum where the schedule does", async () => {
    const schedule = oneCycleSchedule({ steps: 6 });
    const events = await collect({
      ...options,
      optimiser: sgd({ rate: 0.1, momentum: 0.9 }),
      schedule,
      epochs: 2,
    });
    expect(steps(events).map((event) => event.rate)).toEqual(
      [0, 1, 2, 3, 4, 5].map((k) => 0.1 * schedule(k)),
    );
    const fixed = Object.assign((k: number) => schedule(k), { momentum: () => 0.9 });
    const other = await collect({
      ...options,
      optimiser: sgd({ rate: 0.1, momentum: 0.9 }),
      schedule: fixed,
      epochs: 2,
    });
    expect(numbers(done(events).params)).not.toEqual(numbers(done(other).params));
  });

  it("clips: the reported norm is the one before", async () => {
    const optimiser = sgd({ rate: 1 });
    const [event] = steps(await collect({ ...options, optimiser, clip: { norm: 1e-3 }, steps: 1 }));
    const [free] = steps(await collect({ ...options, optimiser, steps: 1 }));
    expect(event?.norm).toBe(free?.norm);
    const moved = done(await collect({ ...options, optimiser, clip: { norm: 1e-3 }, steps: 1 })).params;
    const distance = numbers(moved)
      .flat()
      .reduce((sum, x, i) => sum + (x - (numbers(options.params).flat()[i] ?? 0)) ** 2, 0);
    expect(Math.sqrt(distance)).toBeCloseTo(1e-3, 6);
  });

  it("ends after a number of steps, within an epoch", async () => {
    const events = await collect({ ...options, steps: 4 });
    expect(done(events)).toMatchObject({ reason: "steps", steps: 4 });
    expect(steps(events)).toHaveLength(4);
  });

  it("ends when the signal says so, after the step under way", async () => {
    const controller = new AbortController();
    const kinds: string[] = [];
    for await (const event of fit({ ...options, epochs: 100, signal: controller.signal })) {
      kinds.push(event.kind === "done" ? event.reason : event.kind);
      if (kinds.length === 5) controller.abort();
    }
    expect(kinds).toEqual(["step", "step", "step", "epoch", "step", "aborted"]);
  });

  it("a signal from a timer arrives, though no step waits for one", async () => {
    const signal = AbortSignal.timeout(120);
    const events = await collect({ ...options, epochs: Number.MAX_SAFE_INTEGER, signal });
    expect(done(events).reason).toBe("aborted");
  });

  it("takes batches as they come", async () => {
    async function* stream(epoch: number) {
      for (const batch of train(epoch)) yield await Promise.resolve(batch);
    }
    const events = await collect({ ...options, batches: stream, epochs: 2 });
    const wanted = await collect({ ...options, epochs: 2 });
    expect(numbers(done(events).params)).toEqual(numbers(done(wanted).params));
  });

  it("computes metrics after each epoch", async () => {
    const metrics = { first: (params: Params) => numbers(params)[0]?.[0] ?? 0 };
    const events = await collect({ ...options, metrics, epochs: 2 });
    expect(epochs(events)[1]?.metrics.first).toBe(numbers(done(events).params)[0]?.[0]);
  });
});

describe("early stopping", () => {
  /** A validation loss that is what we say, epoch by epoch. */
  const scripted = (values: readonly number[]) => {
    let epoch = 0;
    return { score: () => values[epoch++] ?? 1 };
  };

  it("ends after so many epochs without improvement and gives back the best parameters", async () => {
    const metrics = scripted([5, 3, 4, 3.5, 9]);
    const events = await collect({ ...options, metrics, stop: { patience: 2, watch: "score" }, epochs: 10 });
    expect(epochs(events).map((event) => event.isBest)).toEqual([true, true, false, false]);
    const end = done(events);
    expect(end).toMatchObject({ reason: "patience", bestEpoch: 1, epochs: 4 });
    const upToBest = await collect({ ...options, epochs: 2 });
    expect(numbers(end.params)).toEqual(numbers(done(upToBest).params));
  });

  it("counts only improvements by the least amount, and knows numbers that should be high", async () => {
    const run = async (values: number[], stop: { least?: number; better?: "higher" }) =>
      epochs(
        await collect({
          ...options,
          metrics: scripted(values),
          stop: { patience: 9, watch: "score", ...stop },
          epochs: 4,
        }),
      ).map((event) => event.isBest);
    expect(await run([5, 4.9, 4, 3.95], { least: 0.2 })).toEqual([true, false, true, false]);
    expect(await run([0.5, 0.6, Number.NaN, 0.4], { better: "higher" })).toEqual([true, true, false, false]);
  });

  it("the last parameters come out if asked for", async () => {
    const metrics = scripted([1, 2, 3]);
    const stop = { patience: 2, watch: "score" };
    const end = done(await collect({ ...options, metrics, stop, keep: "last", epochs: 10 }));
    expect(numbers(end.params)).toEqual(numbers(done(await collect({ ...options, epochs: 3 })).params));
  });

  it("the validation loss is that of the parameters after the epoch, without dropout", async () => {
    const layer = dropout({ share: 0.9 });
    const noisy = (params: Params, { x, y }: Batch, mode: object) =>
      mse(model.apply(params, layer.apply({}, x, mode)), y);
    const events = await collect({ ...options, loss: noisy, key: rng(7), validation, epochs: 1 });
    const [batch] = validation();
    const want = batch && loss(done(events).params, batch);
    expect(epochs(events)[0]?.validationLoss).toBeCloseTo(
      want instanceof Tensor ? want.item() : Number.NaN,
      6,
    );
  });

  it("a plateau lowers the rate", async () => {
    const schedule = plateau({ patience: 0, factor: 0.5 });
    const far = () => [{ x: tensor([[0, 0]]), y: tensor([[1e6]]) }];
    const flat = { ...options, optimiser: sgd({ rate: 1e-12 }), validation: far };
    const rates = epochs(await collect({ ...flat, schedule, epochs: 4 })).map((event) => event.rate / 1e-12);
    expect(rates).toEqual([1, 1, 0.5, 0.25]);
  });
});

describe("checkpoints", () => {
  const resumable = {
    ...options,
    loss,
    validation,
    schedule: cosineSchedule({ steps: 30 }),
    epochs: 5,
    key: rng(9),
  };

  async function upTo(count: number): Promise<Checkpoint<Record<string, never>>> {
    let seen = 0;
    for await (const event of fit(resumable)) if (seen++ === count) return event.checkpoint();
    throw new Error("the training was shorter");
  }

  for (const [name, count] of [
    ["in the middle of an epoch", 5],
    ["between two epochs", 7],
  ] as const) {
    it(`training goes on to the last bit ${name}`, async () => {
      const whole = await collect(resumable);
      const record = toRecord(await upTo(count));
      const fromFile = { tensors: record.tensors, progress: JSON.parse(JSON.stringify(record.progress)) };
      const rest = await collect({ ...resumable, from: fromRecord(fromFile, options) });
      const plain = (events: readonly FitEvent[]) =>
        events.map((event) => ({
          ...event,
          checkpoint: 0,
          params: event.kind === "done" ? numbers(event.params) : 0,
        }));
      expect(plain(rest)).toEqual(plain(whole.slice(count + 1)));
    });
  }

  it("names what a record lacks", async () => {
    const { tensors, progress } = toRecord(await upTo(0));
    const { "optimiser.step": _, ...fewer } = tensors;
    expect(() => fromRecord({ tensors: fewer, progress }, options)).toThrowError(
      expect.objectContaining({ code: "checkpoint-missing", details: { missing: ["optimiser.step"] } }),
    );
  });
});

describe("what goes from batch to batch", () => {
  it("a recurrent state is carried, without gradient, and starts anew with each epoch", async () => {
    const layer = lstm({ input: 1, hidden: 3 });
    const series = normal(rng(11), [12, 1, 1]);
    const parts = [0, 4, 8].map((from) => ({ x: slice(series, 0, from, from + 4) }));
    type Part = { readonly x: Value };
    type State = { readonly h: Value; readonly c: Value };
    const params = layer.init(rng(12));
    const states: number[][][] = [];
    const zero = layer.zeroState(1) as State; // an LSTM has these two
    for await (const event of fit<Part, State>({
      loss(p, { x }, mode, state) {
        const { y, state: next } = layer.apply(p, x, state, mode);
        return { loss: mse(y, sub(y, 1)), carry: next as State };
      },
      params,
      optimiser: sgd({ rate: 0 }),
      batches: () => parts,
      carry: zero,
      epochs: 2,
    })) {
      if (event.kind === "step") states.push(numbers(event.checkpoint().carry));
    }
    const whole = numbers(layer.apply(params, series, zero).state);
    expect(states[2]?.flat().map((v) => v.toFixed(6))).toEqual(whole.flat().map((v) => v.toFixed(6)));
    expect(states.slice(3)).toEqual(states.slice(0, 3));
  });

  it("a frozen parameter stays, but the loss may give it a new value", async () => {
    const params = { w: tensor([1]), count: tensor([0]) };
    const counted = (p: Params) => ({
      loss: sum(mul(p.w ?? 0, p.w ?? 0)),
      updates: { count: sub(p.count ?? 0, -1) },
    });
    const given = {
      loss: counted,
      params,
      optimiser: sgd({ rate: 0.1 }),
      batches: () => [{}, {}],
      epochs: 2,
    };
    const end = done(await collect({ ...given, frozen: (path: string) => path === "count" }));
    expect(numbers(end.params)[1]).toEqual([4]);
    await expect(collect(given)).rejects.toMatchObject({ code: "update-trained" });
  });
});

describe("fit refuses", () => {
  const refused: [string, Partial<FitOptions<Batch>>, string][] = [
    ["a training without end", {}, "fit-length"],
    ["half an epoch", { epochs: 1.5 }, "fit-length"],
    ["to stop early without validation", { epochs: 1, stop: { patience: 1 } }, "validation-missing"],
    ["to keep the best without validation", { epochs: 1, keep: "best" }, "validation-missing"],
    ["a plateau without validation", { epochs: 1, schedule: plateau() }, "validation-missing"],
    ["to watch what is not there", { epochs: 1, stop: { patience: 1, watch: "mae" } }, "metric-unknown"],
    ["a patience of 0", { epochs: 1, validation, stop: { patience: 0 } }, "stop-option"],
    ["an epoch without batches", { epochs: 1, batches: () => [] }, "no-batches"],
    [
      "to go on with a loss of NaN",
      { epochs: 1, batches: () => [{ x: tensor([[Number.NaN, 0]]), y: tensor([[0]]) }] },
      "loss-not-finite",
    ],
  ];
  for (const [what, given, code] of refused) {
    it(what, async () => {
      await expect(collect({ ...options, ...given })).rejects.toMatchObject({ code });
    });
  }
});
