import type { Option } from "../../1-parse/syntax.ts";
import type { Parameter } from "../../tables/kind.ts";
import type { LayerFunction } from "../../tables/layers.ts";
import { bindArguments } from "../bind-arguments.ts";
import { rules } from "../rules/rules.ts";
import { type Setting, type Type, type Typed, unknownType } from "../types.ts";
import { quoted } from "../written.ts";
import { broken, type CallSite, type Positional, stageOf, valueInputs } from "./call-site.ts";
import { valueWanted } from "./name-errors.ts";
import { settingOf } from "./settings.ts";
/** What a built-in function gives. */
export function inferLayer(site: CallSite, layer: LayerFunction): Typed {
  const { callee, positional, options, span, scope } = site;
  const isInput = ({ kind }: Parameter) => kind.kind === "value" || kind.kind === "operand";
  const params = layer.args.filter(isInput);
  const atMost = params.some(({ many }) => many) ? positional.length : params.length;
  const inputs = valueInputs(site, atMost);
  if (inputs === undefined) return broken(span, callee.name);
  const expressions = positional.flatMap((one) => ("expression" in one ? [one.expression] : []));
  const rest = expressions.slice(Math.max(0, expressions.length - (positional.length - inputs.length)));
  const written =
    rest.length + options.length === 0
      ? callee.name
      : quoted({ kind: "call", callee, args: rest, options, span });
  if (layer.cellOnly && scope.definition.kind !== "cell") {
    scope.reporter.error(
      "cell-only",
      `${layer.name} is for cells; this is a ${scope.definition.kind}`,
      span,
      {
        help: layer.name === "affine" ? "use `linear`" : "write a cell, and use it here",
      },
    );
    return broken(span, callee.name);
  }
  const bound = bindArguments(
    {
      name: layer.name,
      nameSpan: callee.span,
      span,
      args: positional,
      options: layer.renames ? [] : options,
    },
    layer,
    scope.reporter,
    ({ name, kind }) =>
      kind.kind === "value"
        ? `a value for ${name}`
        : kind.kind === "size"
          ? `the size of its new axis, ${name}`
          : `\`${name}\``,
  );
  const settings =
    bound === undefined ? undefined : settingsOf(site, layer, bound.args, bound.options, inputs);
  const stage = stageOf(site);
  if (settings === undefined) return broken(span, callee.name);
  if (inputs.some(({ type }) => type.kind === "unknown")) return broken(span, callee.name);
  const results = applyRule(site, layer, inputs, settings, written);
  if (results === undefined) return broken(span, callee.name);
  return {
    kind: "call",
    callee: layer.name,
    stage,
    inputs,
    settings,
    results,
    body: undefined,
    span,
    type: results[0] ?? unknownType,
    label: `\`${written}\``,
  };
}

function settingsOf(
  site: CallSite,
  layer: LayerFunction,
  args: ReadonlyMap<string, readonly Positional[]>,
  options: ReadonlyMap<string, Option>,
  inputs: readonly Typed[],
): ReadonlyMap<string, readonly Setting[]> | undefined {
  const { scope, callee } = site;
  const type = inputs[0]?.type;
  const first = type?.kind === "value" ? { label: inputs[0]?.label ?? "the value", type } : undefined;
  const settingSite = {
    scope,
    callee: callee.name,
    first,
    infer: site.infer,
  };
  const settings = new Map<string, readonly Setting[]>();
  let isWhole = true;
  for (const parameter of [...layer.args, ...layer.options]) {
    if (
      layer.args.includes(parameter) &&
      (parameter.kind.kind === "value" || parameter.kind.kind === "operand")
    )
      continue;
    const named = options.get(parameter.name);
    const given =
      named === undefined
        ? (args.get(parameter.name) ?? []).flatMap((one) => ("expression" in one ? [one.expression] : []))
        : [named.value];
    const found = given.map((expression) =>
      settingOf(parameter, expression, named !== undefined, settingSite),
    );
    if (found.some((one) => one === undefined)) isWhole = false;
    else if (found.length > 0)
      settings.set(
        parameter.name,
        found.filter((one) => one !== undefined),
      );
  }
  if (layer.renames) {
    const names = renamedPlaces(site, settingSite);
    if (names === undefined) isWhole = false;
    else settings.set("names", [{ kind: "names", names }]);
  }
  return isWhole ? settings : undefined;
}

/** `rename(old = new)`: which place gets which name. */
function renamedPlaces(
  { options, scope }: CallSite,
  site: Parameters<typeof settingOf>[3],
): ReadonlyMap<number, string> | undefined {
  const names = new Map<number, string>();
  const axis: Parameter = { name: "axis", kind: { kind: "axis" }, doc: "" };
  for (const { name, value } of options) {
    const old = settingOf(
      axis,
      { kind: "ref", name: name.text, parts: [name], after: false, span: name.span },
      false,
      site,
    );
    if (old?.kind !== "place") return undefined;
    if (value.kind !== "ref") {
      scope.reporter.error(
        "argument-kind",
        `rename gives an axis a name; ${quoted(value)} is none`,
        value.span,
        { help: `for instance \`rename(${name.text} = hidden)\`` },
      );
      return undefined;
    }
    names.set(old.place, value.name);
  }
  return names;
}

function applyRule(
  { callee, span, scope }: CallSite,
  layer: LayerFunction,
  inputs: readonly Typed[],
  settings: ReadonlyMap<string, readonly Setting[]>,
  written: string,
): readonly Type[] | undefined {
  const wrong = inputs.find(
    ({ type }, i) => type.kind === "state" || (type.kind === "scalar" && !isOperand(layer, i)),
  );
  if (wrong !== undefined) {
    valueWanted(wrong, callee.name, span, scope);
    return undefined;
  }
  const first = inputs.find(({ type }) => type.kind === "value")?.type;
  const rule = rules.get(layer.name);
  if (first?.kind !== "value" || rule === undefined) return undefined;
  const { reporter, solution } = scope;
  const results = rule({
    name: layer.name,
    written,
    span,
    first,
    inputs,
    settings,
    inCell: scope.definition.kind === "cell",
    reporter,
    solution,
  });
  if (layer.name === "affine" && results?.[0]?.kind === "value" && !settings.has("to")) {
    const axis = results[0].axes.at(-1);
    if (axis !== undefined)
      scope.opens.push({ axis, span, written: quotedInputs(callee.name, inputs), targets: scope.targets });
  }
  return results;
}

function isOperand(layer: LayerFunction, i: number): boolean {
  const inputs = layer.args.filter(({ kind }) => kind.kind === "value" || kind.kind === "operand");
  return inputs[i]?.kind.kind === "operand";
}

function quotedInputs(name: string, inputs: readonly Typed[]): string {
  return `${name}(${inputs.map(({ label }) => label.replace(/^`|`$/g, "")).join(", ")}`;
}
