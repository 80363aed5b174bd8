/** A plan as text, for people and for `explain --stage plan`. */
import { sizeOf } from "@seqloom/tensor";
import type { Instruction, Plan, Register, View } from "./plan.ts";

/** Buffers with their places in the arena, then instructions; loops over time are indented. */
export function printPlan(plan: Plan): string {
  const used = plan.buffers.filter((buffer) => buffer.size > 0);
  const bytes = (words: number) => `${(words * 4).toLocaleString("en")} B`;
  return [
    `arena ${bytes(plan.size)}`,
    ...used.map(({ id, role, size, start }) => `  b${id} ${role}, ${bytes(size)} at ${start * 4}`),
    ...plan.instructions.flatMap((instruction) => printInstruction(instruction, "")),
  ].join("\n");
}

function printInstruction(instruction: Instruction, indent: string): string[] {
  switch (instruction.kind) {
    case "loop": {
      const { shape, loads, numbers, operations, stores } = instruction;
      const name = (register: Register): string => {
        const load = loads[register];
        if (load !== undefined) return `x${register}`;
        const number = numbers[register - loads.length];
        return number === undefined ? `v${register}` : String(number.value);
      };
      return [
        `${indent}loop [${shape.join(", ")}]`,
        ...loads.map((view, i) => `${indent}  x${i} = ${printView(view)}`),
        ...operations.map(
          (op, i) =>
            `${indent}  v${loads.length + numbers.length + i} = ${op.name}${op.name === "cast" ? ` ${op.type}` : ""}(${op.operands.map(name).join(", ")})`,
        ),
        ...stores.map((store) => `${indent}  ${printView(store.view)} = ${name(store.from)}`),
      ];
    }
    case "gemm": {
      const { terms, c, start } = instruction;
      const parts = terms.map(({ a, b }) => `${printView(a)} ${printView(b)}`);
      return [
        `${indent}gemm ${printView(c)} = ${[...(start ? [printView(start)] : []), ...parts].join(" + ")}`,
      ];
    }
    case "reduce":
      return [
        `${indent}${instruction.operation} ${printView(instruction.to)} = ${printView(instruction.from)} over the last ${instruction.axes}`,
      ];
    case "takeRows":
    case "scatterAdd":
      return [
        `${indent}${instruction.kind} ${printView(instruction.to)} = ${printView(instruction.from)} by ${printView(instruction.index)}`,
      ];
    case "randomUniform":
      return [`${indent}randomUniform ${printView(instruction.to)} from ${printView(instruction.key)}`];
    case "foldKey":
      return [
        `${indent}foldKey ${printView(instruction.to)} = ${printView(instruction.key)} with ${printView(instruction.number)}`,
      ];
    case "plain":
      return [
        `${indent}plain ${instruction.equation.primitive.name}: ${instruction.outputs.map(printView).join(", ")} = ${instruction.inputs.map(printView).join(", ")}  # ${instruction.reason}`,
      ];
    case "scan":
      return [
        `${indent}for t${instruction.depth} in ${instruction.reverse ? `${instruction.length - 1}..0` : `0..${instruction.length - 1}`}`,
        ...instruction.body.flatMap((inner) => printInstruction(inner, `${indent}  `)),
      ];
    default:
      return instruction satisfies never;
  }
}

/** `b3[4, 8](8, 1) + 16 + 32 t0`: buffer, shape, strides where they are not row-major, offset, step. */
function printView({ buffer, offset, shape, strides, timeStrides }: View): string {
  let step = sizeOf(shape);
  const isRowMajor = shape.every((n, axis) => {
    step /= Math.max(1, n);
    return n <= 1 || strides[axis] === step;
  });
  const time = timeStrides.map((stride, depth) => (stride === 0 ? "" : ` + ${stride} t${depth}`)).join("");
  return `b${buffer}[${shape.join(", ")}]${isRowMajor ? "" : `(${strides.join(", ")})`}${offset === 0 ? "" : ` + ${offset}`}${time}`;
}
