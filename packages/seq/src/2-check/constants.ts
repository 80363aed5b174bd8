/**
 * Constants: `let` at the outermost level.
 */
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { fixedAxes } from "./axes/axis.ts";
import { meant, type Reporter } from "./reporter.ts";
import { evaluate, isScalar, type Scalar } from "./scalar.ts";
import { quoted } from "./written.ts";

/** The constants of a file and the names that other constants read. */
export interface Constants {
  readonly values: ReadonlyMap<string, Scalar>;
  readonly used: ReadonlySet<string>;
  /** Names whose value could not be told. */
  readonly poisoned: ReadonlySet<string>;
}

export function readConstants(file: SyntaxFile, reporter: Reporter): Constants {
  const values = new Map<string, Scalar>();
  const used = new Set<string>();
  const poisoned = new Set<string>();
  const seen = new Map<string, { start: number; end: number }>();
  for (const item of file.items) {
    if (item.kind === "broken") for (const { text } of item.defines) poisoned.add(text);
    if (item.kind !== "let") continue;
    for (const { name, value } of item.bindings) {
      const before = seen.get(name.text);
      if (fixedAxes.includes(name.text)) {
        reporter.error("axis-reserved", `${name.text} is the name of an axis in every file`, name.span, {
          help: `use another name; fixed are ${fixedAxes.join(", ")}`,
        });
        poisoned.add(name.text);
        continue;
      }
      if (before !== undefined) {
        reporter.error("name-twice", `${name.text} has a value since ${reporter.line(before)}`, name.span, {
          related: [{ span: before, message: "here" }],
          help: "use a new name",
        });
        continue;
      }
      seen.set(name.text, name.span);
      const found = evaluate(value, (ref) => {
        used.add(ref.name);
        return values.get(ref.name);
      });
      if (isScalar(found)) {
        values.set(name.text, found);
        continue;
      }
      poisoned.add(name.text);
      if (found.kind === "unknown-name") {
        if (poisoned.has(found.name) && found.name !== name.text) continue;
        const { tail, extra } = meant(found.name, values.keys(), "constants");
        reporter.error("name-unknown", `there is no constant \`${found.name}\`${tail}`, found.span, extra);
      } else {
        reporter.error(
          "constant-form",
          `${quoted(value)} is not a number, a text or a truth value`,
          found.span,
          {
            help: "a constant is known before anything runs; columns are made in `data`, values in a body",
          },
        );
      }
    }
  }
  return { values, used, poisoned };
}
