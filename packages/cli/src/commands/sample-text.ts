/** What a model wrote, as lines. */
import type { Sample } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";

export function formatSample(sample: Sample): string {
  if (sample.kind === "text") return sample.text;
  const [first] = sample.answers;
  if (sample.answers.length === 1 && first !== undefined && first.truth === undefined) return first.answer;
  return formatTable(
    ["input", "answer", "truth"],
    sample.answers.map(({ input, answer, truth = "" }) => [input, answer, truth]),
  );
}

/** Undefined where the prompt was read as it is. */
export function unknownNote({ unknown }: Sample): string | undefined {
  if (unknown.length === 0) return undefined;
  const symbols = unknown.map((symbol) => JSON.stringify(symbol)).join(", ");
  return `note: training never showed ${symbols}; read as unknown\n`;
}
