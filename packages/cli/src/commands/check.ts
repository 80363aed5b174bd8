/** seqloom check: what is wrong with a spec. */
import { renderGithub, renderJson, renderSarif } from "@seqloom/diagnostic";
import type { Context, ExitCode } from "./context.ts";
import { readSpec, tell } from "./read-spec.ts";

export interface CheckCommandOptions {
  readonly format: "text" | "json" | "sarif" | "github";
  readonly set: Readonly<Record<string, string>>;
}

export async function checkCommand(
  path: string,
  { format, set }: CheckCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const read = await readSpec(path, { set, needsData: false, cwd: context.cwd });
  const { diagnostics, source } = read.loaded;
  const report = { source, diagnostics };
  if (format === "json") context.out.write(`${renderJson(diagnostics, source)}\n`);
  else if (format === "sarif") context.out.write(`${renderSarif([report])}\n`);
  else if (format === "github") context.out.write(renderGithub(diagnostics, source));
  else tell(read, context);
  const errors = diagnostics.filter((found) => found.severity === "error").length;
  const others = diagnostics.length - errors;
  if (format === "text")
    context.out.write(
      errors > 0
        ? ""
        : `${path}: no errors${others === 0 ? "" : `, ${others} ${others === 1 ? "remark" : "remarks"}`}\n`,
    );
  return errors > 0 ? 1 : 0;
}
