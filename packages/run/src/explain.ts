/** What becomes of a spec: an overview, or one stage on the way from text to machine code. */
import type { Prepared } from "@seqloom/data";
import { gather, partOf } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { type Compiler, type Graph, optimise, print } from "@seqloom/graph";
import { kernelReport, makePlan, printPlan } from "@seqloom/kernels";
import type { CheckedSpec, LoweredModel } from "@seqloom/seq";
import { rng } from "@seqloom/tensor";
import { firstState, traceStep } from "@seqloom/train";
import { optimisers } from "./carry-out/optimisers.ts";
import { carrierOf } from "./carry-out/setting.ts";
import type { FileAccess } from "./files.ts";
import { lossOf } from "./loss.ts";
import { countWeights } from "./model.ts";
import { type GraphForm, modelGraph, showGraph } from "./model-graph.ts";
import { modelOf, prepareSpec } from "./run-spec.ts";

export type ExplainStage = "model" | "graph" | "plan" | "kernels";

export interface ExplainOptions {
  readonly spec: CheckedSpec;
  readonly files: FileAccess;
  readonly compiler: Compiler;
  readonly stage?: ExplainStage;
  /** The model's own graph in this form, in place of a stage. */
  readonly graph?: GraphForm;
  /** Which of several models; the first if left out. */
  readonly model?: string;
}

export async function explainSpec({
  spec,
  files,
  compiler,
  stage,
  graph,
  model: name,
}: ExplainOptions): Promise<string> {
  const chosen = spec.models.find((own) => own.name === (name ?? spec.models[0]?.name));
  if (chosen === undefined)
    throw new SeqError(
      "model-unknown",
      name === undefined ? "this spec has no model" : `there is no model ${name}`,
      { help: `its models are ${spec.models.map((own) => own.name).join(", ") || "none"}` },
    );
  if (stage === "model") return JSON.stringify({ ...chosen, train: spec.train[chosen.name] }, null, 2);
  const prepared = await prepareSpec(spec, files);
  const model = modelOf(spec, chosen.name, prepared);
  if (graph !== undefined) return showGraph(modelGraph(prepared, model), model.name, graph);
  const train = spec.train[chosen.name];
  if (train === undefined) return overview(model).join("\n");
  const program = stepProgram(prepared, model, train);
  if (stage === "graph") return print(optimise(program.graph));
  if (stage === "plan") {
    const plan = makePlan(program);
    return typeof plan === "string" ? plan : printPlan(plan);
  }
  const coverage = compiler.compile(program).coverage;
  const plain = coverage.filter((entry) => entry.path === "plain");
  const lines = coverage.map(
    (entry) =>
      `  ${entry.primitive.padEnd(16)} ${String(entry.count).padStart(5)}  ${entry.path}${entry.reason === undefined ? "" : `: ${entry.reason}`}`,
  );
  if (stage === "kernels")
    return ["equations of a training step, and what runs them", ...lines, "", kernelReport(program)].join(
      "\n",
    );
  const flops = flopsOf(program.graph);
  return [
    ...overview(model),
    "",
    `a training step of batch ${train.batch}: ${(flops / 1e6).toFixed(1)} MFLOP in matrix products; compiled by ${compiler.name}`,
    plain.length === 0
      ? "all of it runs as WebAssembly"
      : `on the plain device: ${plain.map((entry) => `${entry.primitive} (${entry.reason ?? "no kernel"})`).join(", ")}`,
  ].join("\n");
}

function overview(model: LoweredModel): string[] {
  const stages = model.stages.map(
    ({ path, callee, input, output }) =>
      `  ${path.padEnd(24)} ${callee.padEnd(12)} ${shape(input)} -> ${shape(output)}`,
  );
  const weights = Object.entries(model.parameters).map(
    ([path, own]) => `  ${path.padEnd(36)} ${shape(own.shape)}`,
  );
  return [
    `model ${model.name}, ${countWeights(model).toLocaleString("en")} weights; shapes for a batch of one`,
    ...stages,
    "weights",
    ...weights,
  ];
}

function shape(sizes: readonly number[]): string {
  return `[${sizes.join(", ")}]`;
}

function stepProgram(prepared: Prepared, model: LoweredModel, train: CheckedSpec["train"][string]) {
  const objective = {
    loss: lossOf({ model, terms: train.loss }),
    optimiser: carrierOf(optimisers, train.optimiser, "optimiser")(train.optimiser),
  };
  const part = partOf(prepared, "train");
  const count = Math.min(train.batch, part.count);
  const { fields, lengths } = gather(
    prepared,
    part,
    Int32Array.from({ length: count }, (_, i) => i),
  );
  const state = firstState(objective, model.init(rng(1)), {});
  return traceStep(objective, state, { fields, lengths }, { hasMomentum: false, hasKey: false });
}

/** 2 M K N for each product, as often as its loop runs. */
function flopsOf(graph: Graph): number {
  return graph.equations.reduce((sum, { primitive, attributes, inputs, outputs }) => {
    if (primitive.name === "scan") return sum + Number(attributes.length) * flopsOf(attributes.body as Graph); // the body of a scan
    if (primitive.name !== "matmul") return sum;
    const a = graph.types[inputs[0] ?? 0]?.shape ?? [];
    const out = graph.types[outputs[0] ?? 0]?.shape ?? [];
    const K = (attributes.transposeA === true ? a.at(-2) : a.at(-1)) ?? 1;
    return sum + 2 * K * out.reduce((n, m) => n * m, 1);
  }, 0);
}
