/**
 * Options in a call of a block or cell: those that all have, and its own.
 */
import type { Definition, Expression } from "../../1-parse/syntax.ts";
import type { Parameter } from "../../tables/kind.ts";
import { cellOptions, elementWise, nameOption } from "../../tables/layers.ts";
import type { Entry } from "../library.ts";
import { meant } from "../reporter.ts";
import { evaluate, isScalar, type Scalar } from "../scalar.ts";
import type { Setting, Settings } from "../types.ts";
import { quoted } from "../written.ts";
import type { DefinitionCall } from "./definition-site.ts";
import type { Scope } from "./scope.ts";
import { lookUpScalar, settingOf } from "./settings.ts";

/** Options that every cell or block has, apart from its own. */
function commonOptions({ kind }: Definition): readonly Parameter[] {
  return kind === "cell" ? cellOptions : [nameOption];
}

export function settingsOf(call: DefinitionCall): Settings | undefined {
  const { entry, scope, options, inputs, callee, infer } = call;
  const common = commonOptions(entry.definition);
  const own = entry.definition.params.filter(({ role }) => role !== "value").map(({ name }) => name.text);
  const type = inputs[0]?.type;
  const first = type?.kind === "value" ? { label: inputs[0]?.label ?? "the value", type } : undefined;
  const settings = new Map<string, readonly Setting[]>();
  const seen = new Set<string>();
  let isWhole = true;
  for (const { name, value, span } of options) {
    if (seen.has(name.text))
      scope.reporter.error("option-twice", `${name.text} is given twice`, span, { help: "keep one" });
    seen.add(name.text);
    if (own.includes(name.text)) continue;
    const parameter = common.find((one) => one.name === name.text);
    if (parameter === undefined) {
      const { tail, extra } = meant(
        name.text,
        [...own, ...common.map((one) => one.name)],
        `options of ${callee}`,
      );
      scope.reporter.error("option-unknown", `${callee} has no option \`${name.text}\`${tail}`, name.span, {
        ...extra,
        help: extra.replace === undefined ? extra.help : `write \`${extra.replace} = ${quoted(value)}\``,
      });
      continue;
    }
    const setting = settingOf(parameter, value, true, { scope, callee, first, infer });
    if (setting === undefined) isWhole = false;
    else settings.set(name.text, [setting]);
  }
  return isWhole ? settings : undefined;
}

/** Values of the definition's own options: given ones, else defaults. */
export function optionsOf(call: DefinitionCall): ReadonlyMap<string, Scalar | string> | undefined {
  const { entry, scope, options, callee } = call;
  const values = new Map<string, Scalar | string>();
  for (const { role, name, value } of entry.definition.params) {
    if (role !== "option" || value === undefined) continue;
    const standard = optionDefault(value, entry);
    const given = options.find((option) => option.name.text === name.text)?.value;
    if (given === undefined) {
      if (standard !== undefined) values.set(name.text, standard);
      continue;
    }
    const found = givenOption(given, scope);
    if (found === unknownYet) continue;
    if (found === undefined || (standard !== undefined && kindOf(found) !== kindOf(standard))) {
      scope.reporter.error(
        "argument-kind",
        `${name.text} of ${callee} is ${standard === undefined ? "an option" : kindOf(standard)}; ${quoted(given)} is not`,
        given.span,
        {
          help: `for instance \`${name.text} = ${quoted(value)}\``,
        },
      );
      return undefined;
    }
    values.set(name.text, found);
  }
  return values;
}

/** The value of an option of the calling definition, which only its own calls say. */
const unknownYet = Symbol("unknown yet");

function givenOption(expression: Expression, scope: Scope): Scalar | string | typeof unknownYet | undefined {
  if (expression.kind === "ref") {
    const word = scope.functions.get(expression.name);
    if (word !== undefined) {
      scope.used.add(expression.name);
      return word;
    }
    const named = scope.names.get(expression.name);
    if (named?.type.kind === "scalar" && named.type.value === undefined) {
      scope.used.add(expression.name);
      return unknownYet;
    }
    if (named === undefined && elementWise.includes(expression.name)) return expression.name;
  }
  const value = evaluate(expression, (ref) => lookUpScalar(ref, scope));
  return isScalar(value) ? value : undefined;
}

export function optionDefault(expression: Expression, { library }: Entry): Scalar | string | undefined {
  const value = evaluate(expression, ({ name }) => library.constants.get(name));
  if (isScalar(value)) return value;
  return expression.kind === "ref" && elementWise.includes(expression.name) ? expression.name : undefined;
}

function kindOf(value: Scalar | string): string {
  if (typeof value === "string") return "an element-wise function";
  return value.kind === "number" ? "a number" : value.kind === "text" ? "a text" : "true or false";
}
