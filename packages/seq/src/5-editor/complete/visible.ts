/**
 * What can be named at a place.
 */
import type { Definition } from "../../1-parse/syntax.ts";
import { fixedAxes } from "../../2-check/axes/axis.ts";
import { typedStatements } from "../../2-check/typed-walk.ts";
import type { Analysis } from "../analysis.ts";
import type { NameSymbol } from "../names/name-index.ts";
import { covers } from "../syntax-path.ts";
import { type Draft, fromSymbol, fromWord } from "./completion.ts";

/** The definition that an offset lies in. */
export function definitionAround({ parsed }: Analysis, offset: number): Definition | undefined {
  return parsed.file.items.find(
    (item): item is Definition =>
      (item.kind === "cell" || item.kind === "block" || item.kind === "model") && covers(item.span, offset),
  );
}

/**
 * Names that a body has given when a statement begins.
 *
 * @param start  of the statement that the offset lies in: what it gives is not there yet
 */
export function localNames({ names }: Analysis, offset: number, start: number): readonly NameSymbol[] {
  return names.symbols.filter(
    ({ visible, definition, kind }) =>
      visible !== undefined &&
      covers(visible, offset) &&
      definition !== undefined &&
      definition.end <= start &&
      kind !== "axis",
  );
}

/** Names of axes and sizes that hold at an offset. */
export function axisNames(analysis: Analysis, offset: number): readonly Draft[] {
  const { names, checked } = analysis;
  const own = names.symbols.flatMap((symbol) => {
    const isSize = symbol.kind === "constant" || symbol.kind === "size" || symbol.kind === "axis";
    const isHere = symbol.visible === undefined || covers(symbol.visible, offset);
    return isSize && isHere && symbol.definition?.start !== offset ? [fromSymbol(symbol)] : [];
  });
  const inModel = definitionAround(analysis, offset)?.kind === "model";
  const given = inModel ? [...(checked.spec?.program.data?.fields.sizes.keys() ?? [])] : [];
  return unique([...own, ...[...fixedAxes, ...given].map((name) => fromWord(name, "axis", "axis"))]);
}

/** The parts of a value that holds states. */
export function statesOf(analysis: Analysis, offset: number, name: string): readonly string[] {
  const definition = definitionAround(analysis, offset);
  const body = definition === undefined ? undefined : analysis.checked.bodies.get(definition)?.body;
  for (const statement of typedStatements(body?.statements ?? [])) {
    if (statement.kind !== "let" || statement.value.kind !== "call") continue;
    const place = statement.targets.findIndex((target) => target.name === name);
    const type = place < 0 ? undefined : statement.value.results[place];
    if (type?.kind === "state") return [...type.parts.keys()];
  }
  return [];
}

/** The first of each label. */
export function unique(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return drafts.filter(({ label }) => !seen.has(label) && seen.add(label));
}
