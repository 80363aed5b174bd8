/** `pnpm golden [DIR]`: every golden case under DIR, at once and compiled to WebAssembly. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { wasmCompiler } from "@seqloom/kernels";
import { type Outcome, runGolden } from "./run.ts";

/**
 * Runs the cases and prints failures, what is absent, and the counts.
 *
 * @param args  the folder where the golden files lie; ../shared/golden beside the repository if left out
 * @returns     the exit code: 1 if a case failed or nothing was found
 */
export async function main(root: string, [given]: readonly string[]): Promise<number> {
  const folder = given === undefined ? resolve(root, "../shared/golden") : resolve(given);
  if (!existsSync(folder)) {
    console.error(`there is no folder ${folder}\n  help: pnpm golden DIR`);
    return 1;
  }
  const absent: Outcome[] = [];
  let [passed, failed] = [0, 0];
  for await (const outcome of runGolden(folder, { wasm: wasmCompiler() })) {
    if (outcome.status === "passed") passed += 1;
    if (outcome.status === "absent") absent.push(outcome);
    if (outcome.status !== "failed") continue;
    failed += 1;
    console.log(`FAILED ${outcome.name} (${outcome.device})\n  ${outcome.details.join("\n  ")}`);
  }
  const names = new Map(absent.map(({ name, details }) => [name, details.join("; ")]));
  for (const [name, why] of names) console.log(`absent ${name}: ${why}`);
  console.log(`${names.size} absent\n${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
