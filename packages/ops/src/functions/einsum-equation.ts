/** The text of an Einstein summation: which label each axis bears, and how long each label is. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, type Shape } from "@seqloom/tensor";

/** Labels are letters, and ".0", ".1", ... for the axes of "...", counted from the last. */
export interface Equation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** @throws SeqError "einsum-equation", "shape-mismatch" */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const fail = (message: string, help: string) =>
    new SeqError("einsum-equation", `einsum("${equation}"): ${message}`, {
      help,
      details: { op: "einsum", equation, shapes },
    });
  const [left = "", right, ...more] = equation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  const odd = [...terms, right ?? ""].find((term) => !/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term));
  if (odd !== undefined || more.length > 0) {
    throw fail(
      odd === undefined ? "there is more than one ->" : `"${odd}" is no list of axes`,
      'write letters and at most one "..." for each operand, like "bij,bjk->bik"',
    );
  }
  if (terms.length !== shapes.length) {
    throw fail(
      `${terms.length} operands are written, ${shapes.length} given`,
      "separate operands with commas",
    );
  }
  const inputs = terms.map((term, i) => labelsOf(term, shapes[i] ?? [], fail));
  const widest = Math.max(0, ...inputs.map((labels) => labels.filter((l) => l.startsWith(".")).length));
  const output = right === undefined ? impliedOutput(inputs, widest) : expand(right, widest);
  const unknown = output.find((label) => !inputs.some((labels) => labels.includes(label)));
  if (unknown !== undefined)
    throw fail(`the result names "${unknown}", no operand does`, "name axes of the operands");
  const twice = output.find((label, i) => output.indexOf(label) < i);
  if (twice !== undefined)
    throw fail(`the result names "${twice}" twice`, "name each axis of the result once");
  return { inputs, output, sizes: sizesOf(equation, inputs, shapes) };
}

type Fail = (message: string, help: string) => SeqError;

function labelsOf(term: string, shape: Shape, fail: Fail): readonly string[] {
  const letters = term.replace("...", "").length;
  const rest = shape.length - letters;
  if (rest < 0 || (rest > 0 && !term.includes("..."))) {
    throw fail(
      `"${term}" names ${letters} axes, the operand ${formatShape(shape)} has ${shape.length}`,
      'name every axis, or use "..." for those in between',
    );
  }
  return expand(term, rest);
}

function expand(term: string, dots: number): readonly string[] {
  const [before = "", after = ""] = term.split("...");
  const middle = term.includes("...") ? Array.from({ length: dots }, (_, i) => `.${dots - 1 - i}`) : [];
  return [...before, ...middle, ...after];
}

function impliedOutput(inputs: readonly (readonly string[])[], dots: number): readonly string[] {
  const letters = inputs.flat().filter((label) => !label.startsWith("."));
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  return [...expand("...", dots), ...once.sort()];
}

/** Axes of "..." broadcast; a letter has one size. */
function sizesOf(
  equation: string,
  inputs: readonly (readonly string[])[],
  shapes: readonly Shape[],
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const size = shapes[operand]?.[axis] ?? 0;
      const known = sizes.get(label);
      const isDots = label.startsWith(".");
      if (known === undefined || (isDots && known === 1)) sizes.set(label, size);
      else if (known !== size && !(isDots && size === 1)) {
        throw new SeqError(
          "shape-mismatch",
          `einsum("${equation}"): ${isDots ? 'an axis of "..."' : label} is ${known} and, in operand ${operand} ${formatShape(shapes[operand] ?? [])}, ${size}`,
          {
            help: "the same letter stands for the same size",
            details: { op: "einsum", equation, label, sizes: [known, size], operand, axis },
          },
        );
      }
    });
  });
  return sizes;
}
