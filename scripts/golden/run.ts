/** Runs every golden case under a folder, at once and compiled. */
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Compiler } from "@seqloom/graph";
import { clipForm } from "./clip.ts";
import { type Comparison, errorOf } from "./compare.ts";
import { curveForm } from "./curves.ts";
import type { Form, GoldenCase } from "./form.ts";
import { initForm } from "./init.ts";
import { fromGolden } from "./ops.ts";
import { optimForm } from "./optim.ts";
import { schedForm } from "./sched.ts";
import { opsForm, rnnForm } from "./torch-forms.ts";

const forms: readonly Form[] = [rnnForm, opsForm, optimForm, schedForm, clipForm, initForm, curveForm];

/** How a case went on one device. */
export interface Outcome {
  /** `torch/rnn/lstm_l1`, `torch/clip_grad: l1`. */
  readonly name: string;
  readonly device: string;
  readonly status: "passed" | "failed" | "absent";
  /** Of a failure: what differs, got and wanted. Of an absence: why. */
  readonly details: readonly string[];
}

/**
 * The outcomes of all cases, as they come.
 *
 * @param folder    searched with all folders inside it for .json files of a form that the README there describes
 * @param compilers besides running at once, by the name to print
 */
export async function* runGolden(
  folder: string,
  compilers: Readonly<Record<string, Compiler>>,
): AsyncGenerator<Outcome, void, undefined> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".json"),
  );
  for (const file of files.sort()) {
    const title = file.slice(0, -".json".length).split(sep).join("/");
    const cases = casesOf(join(folder, file));
    if (cases === undefined) {
      yield { name: title, device: "", status: "absent", details: ["no form that the README describes"] };
      continue;
    }
    for (const one of cases) {
      const name = one.name === "" ? title : `${title}: ${one.name}`;
      if (one.absent !== undefined) {
        yield { name, device: "", status: "absent", details: [one.absent] };
        continue;
      }
      yield await outcome(name, "at once", one, undefined);
      if (one.onlyAtOnce === true) continue;
      for (const [device, compiler] of Object.entries(compilers))
        yield await outcome(name, device, one, compiler);
    }
  }
}

function casesOf(path: string): readonly GoldenCase[] | undefined {
  const file: unknown = JSON.parse(readFileSync(path, "utf8"));
  for (const form of forms) {
    const cases = form(file);
    if (cases !== undefined) return cases;
  }
  return undefined;
}

async function outcome(
  name: string,
  device: string,
  { run }: GoldenCase,
  compiler: Compiler | undefined,
): Promise<Outcome> {
  try {
    const results = await run(compiler);
    if (results === undefined)
      return { name, device, status: "absent", details: ["Seqloom has no such thing"] };
    const wrong = results.filter((result) => !(errorOf(result) <= 1));
    return { name, device, status: wrong.length === 0 ? "passed" : "failed", details: wrong.map(describe) };
  } catch (error) {
    return {
      name,
      device,
      status: "failed",
      details: [error instanceof Error ? String(error.stack) : String(error)],
    };
  }
}

/** The entry that is furthest off, got and wanted. */
function describe(result: Comparison): string {
  const { what, got, want } = result;
  const times = errorOf(result).toPrecision(3);
  if (got.shape.join() !== want.shape.join()) return `${what}: got [${got.shape}], want [${want.shape}]`;
  const wanted = fromGolden({ ...want, dtype: "float64" });
  let worst = 0;
  for (let i = 0; i < wanted.size; i++) if (gap(i) > gap(worst) || Number.isNaN(gap(i))) worst = i;
  return `${what}[${worst}]: got ${got.data[worst]}, want ${wanted.data[worst]}; ${times} times the error allowed`;

  function gap(i: number): number {
    return got.data[i] === wanted.data[i] ? 0 : Math.abs((got.data[i] ?? 0) - (wanted.data[i] ?? 0));
  }
}
