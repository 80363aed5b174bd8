/**
 * Whether a body gives what its head promises.
 */
import type { Expression, Type as TypeSyntax } from "../../1-parse/syntax.ts";
import { type Axis, isOrdered, nameOf, showAxis } from "../axes/axis.ts";
import { showType, type Typed, type ValueType } from "../types.ts";
import { quoted } from "../written.ts";
import { isClash, pairwise } from "./arithmetic.ts";
import { typeText } from "./bind-types.ts";
import type { Scope } from "./scope.ts";
import { typeOf } from "./sizes.ts";

/** The type a head promises; a name in it must have come from a parameter, a constant or the data. */
export function promisedType(
  syntax: TypeSyntax,
  given: Typed | undefined,
  scope: Scope,
): ValueType | undefined {
  return typeOf(syntax, scope, (name, span) => {
    if (scope.poisoned.has(name)) return "reported";
    const gives =
      given?.type.kind === "value" ? `, or promise \`${showType(given.type, scope.solution)}\`` : "";
    const help =
      scope.definition.kind === "model"
        ? `write a size that data or a constant gives${gives}`
        : `add a size parameter \`${name}\`${gives}`;
    scope.reporter.error("axis-unbound", `nothing says how large ${name} is: no parameter has it`, span, {
      help,
    });
    return "reported";
  });
}

/**
 * Whether a value is what was promised; says so if not.
 *
 * @param expression  the value as it is written, if it stands on the last line
 */
export function checkPromise(
  promised: ValueType,
  syntax: TypeSyntax,
  given: Typed,
  expression: Expression | undefined,
  scope: Scope,
): boolean {
  const { reporter, solution, definition } = scope;
  const { kind } = definition;
  const { span, label: source } = placeOf(given, expression);
  const related = [{ span: syntax.span, message: "promised here" }];
  const { type } = given;
  if (type.kind === "unknown") return false;
  if (type.kind !== "value") {
    reporter.error(
      "value-wanted",
      `the ${kind} promises ${showType(promised, solution)}; ${given.label} is ${showType(type, solution)}`,
      span,
      { related, help: "give a value with axes" },
    );
    return false;
  }
  const gives = showType(type, solution);
  const promises = typeText(syntax);
  const instead = `promise -> ${gives} on ${reporter.line(syntax.span)}`;
  if ((promised.of === undefined) !== (type.of === undefined)) {
    const [code, help] =
      type.of === undefined
        ? ["index-wanted", `promise \`${gives}\``]
        : [
            "index-arithmetic",
            `write \`${promises} of ${showAxis(type.of, solution)}\`, or look the places up with \`embedding\``,
          ];
    reporter.error(code, `${source} gives ${gives}, the result promises ${promises}`, span, {
      related,
      label: gives,
      help,
    });
    return false;
  }
  const merged = pairwise(promised.axes, type.axes, solution);
  if (!isClash(merged)) return true;
  const { why, left: wanted, right: found } = merged;
  if (why === "axis-size" && wanted !== undefined && found !== undefined) {
    const size = showAxis(wanted, solution);
    reporter.error(
      "axis-size",
      `the ${kind} promises ${size} here and gives ${showAxis(found, solution)}`,
      span,
      { related, label: gives, help: sizeHelp(size, wanted, promised, given, gives) },
    );
    return false;
  }
  reporter.error(why, `${source} gives ${gives}, the result promises ${promises}`, span, {
    related,
    label: gives,
    why: whyNot(wanted ?? lacking(promised, type), found, given, scope),
    help: leftOver(promised, type) ?? instead,
  });
  return false;
}

/** A promised axis that the value has not. */
function lacking(promised: ValueType, given: ValueType): Axis | undefined {
  const names = given.axes.map(nameOf);
  return promised.axes.find((one) => nameOf(one) !== undefined && !names.includes(nameOf(one)));
}

/** An ordered axis too many is most often a forgotten `last`. */
function leftOver(promised: ValueType, given: ValueType): string | undefined {
  if (given.axes.length !== promised.axes.length + 1) return undefined;
  const names = promised.axes.map(nameOf);
  const extra = given.axes.find((one) => isOrdered(one) && !names.includes(nameOf(one)));
  return extra && `\`${nameOf(extra)}\` is still there: take its last step with \`-> last\`, or promise it`;
}

/** A flow gives what its last stage gives; a flow of one stage is shown whole. */
function placeOf(given: Typed, expression: Expression | undefined): { span: Typed["span"]; label: string } {
  if (expression?.kind !== "flow") return { span: given.span, label: given.label };
  const last = expression.stages.at(-1);
  if (last === undefined || expression.stages.length === 1)
    return { span: expression.span, label: "the flow" };
  return { span: last.span, label: `\`${quoted(last)}\`` };
}

/** `write lstm(64), or promise [batch, time, 48]` */
function sizeHelp(size: string, wanted: Axis, promised: ValueType, given: Typed, gives: string): string {
  const isLast = promised.axes.at(-1) === wanted;
  const call = given.kind === "call" ? given : undefined;
  const [only] =
    call === undefined ? [] : [...call.settings.values()].flat().filter(({ kind }) => kind === "size");
  if (call === undefined || only === undefined || !isLast || call.settings.size !== 1)
    return `promise \`${gives}\`, or bring it to ${size} with \`linear(${size})\``;
  return `write \`${call.callee}(${size})\`, or promise \`${gives}\``;
}

/** What has become of the axis that is missing. */
function whyNot(
  wanted: Axis | undefined,
  found: Axis | undefined,
  given: Typed,
  scope: Scope,
): string | undefined {
  const name = wanted === undefined ? undefined : nameOf(wanted);
  const other = found === undefined ? undefined : nameOf(found);
  const apart =
    name === undefined || other === undefined
      ? undefined
      : `\`${other}\` and \`${name}\` are different axes even where their sizes agree`;
  const stage = name === undefined ? undefined : lostAt(name, given);
  return (
    [stage && `\`${stage}\` has left the ${name} axis`, apart].filter(Boolean).join("; ") ||
    (scope.definition.kind === "cell" ? "a cell sees one step: batch and time are left out" : undefined)
  );
}

/** The stage of a flow whose input had an axis that its result has not. */
function lostAt(name: string, given: Typed): string | undefined {
  const has = ({ type }: Typed) => type.kind === "value" && type.axes.some((axis) => nameOf(axis) === name);
  let at: Typed | undefined = given;
  while (at?.kind === "call") {
    const [input]: readonly Typed[] = at.inputs;
    if (input !== undefined && has(input) && !has(at)) return at.callee;
    at = input;
  }
  return undefined;
}
