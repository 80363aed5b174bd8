/**
 * Names at the outermost level: each has one meaning, and somebody reads it.
 */
import type { Span } from "@seqloom/diagnostic";
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { entryOf } from "../tables/kind.ts";
import { layerFunctions } from "../tables/layers.ts";
import type { BodyChecker } from "./body-checker.ts";
import type { DataInfo } from "./data/data-info.ts";
import type { LoadedFile } from "./imports.ts";
import type { Reporter } from "./reporter.ts";
import { expressionsIn } from "./syntax-walk.ts";

/** A model, block or cell may not take a name that is taken. */
export function checkDefinitionNames({ file, library }: LoadedFile, reporter: Reporter): void {
  const seen = new Map<string, Span>();
  for (const item of file.items) {
    if (item.kind !== "cell" && item.kind !== "block" && item.kind !== "model") continue;
    const { text, span } = item.name;
    const before = seen.get(text);
    if (before !== undefined) {
      const message = `${text} stands for something else since ${reporter.line(before)}`;
      const related = [{ span: before, message: "here" }];
      reporter.error("name-twice", message, span, { related, help: "use a new name" });
    } else if (library.constants.has(text)) {
      reporter.error("name-twice", `${text} is a constant already`, span, { help: "use a new name" });
    } else if (item.kind !== "model" && entryOf(layerFunctions, text) !== undefined) {
      const message = `this ${item.kind} is used in this file instead of the built-in ${text}`;
      reporter.hint("hides-built-in", message, span, { help: "use another name if both are wanted" });
    }
    seen.set(text, span);
  }
}

/** A constant may not take the name of a size that data give. */
export function checkSizeNames(file: SyntaxFile, data: DataInfo | undefined, reporter: Reporter): void {
  for (const item of file.items) {
    if (item.kind !== "let") continue;
    for (const { name } of item.bindings) {
      if (data?.fields.sizes.has(name.text) !== true) continue;
      reporter.error("name-twice", `${name.text} is a size that data give`, name.span, {
        help: "use a new name",
      });
    }
  }
}

/**
 * Warns of constants and imports that nothing reads. Says nothing about a file of which some part could not be read.
 *
 * @param bySettings  names that sections have read
 */
export function warnUnused(
  { library, file, isBroken }: LoadedFile,
  bodies: BodyChecker["found"],
  bySettings: ReadonlySet<string>,
  reporter: Reporter,
): void {
  const isPartial = file.items.some(
    (item) => item.kind === "broken" || ("headBroken" in item && item.headBroken),
  );
  if (isPartial || isBroken) return;
  const constants = file.items.flatMap((item) => (item.kind === "let" ? item.bindings : []));
  const used = new Set(bySettings);
  for (const [definition, found] of bodies) {
    if (file.items.includes(definition)) for (const name of found.used) used.add(name);
  }
  for (const { value } of constants) {
    for (const part of expressionsIn(value)) if (part.kind === "ref") used.add(part.name);
  }
  for (const { name } of constants) {
    if (used.has(name.text) || !library.constants.has(name.text)) continue;
    reporter.warning("unused", `constant ${name.text} is never used`, name.span, { help: "remove it" });
  }
  for (const item of file.items) {
    if (item.kind !== "import" || [...used].some((name) => name.startsWith(`${item.as.text}.`))) continue;
    const message = `nothing of ${item.file.value} is used`;
    reporter.warning("unused", message, item.span, { help: "remove the import" });
  }
}
