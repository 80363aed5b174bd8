/**
 * From matches to syntax: heads, settings, statements.
 *
 * One half of the operation `syntax`; `build-values.ts` is the other. Docs and blank lines are not in the match;
 * `parse.ts` puts them in.
 */
import type { IterationNode, Node } from "ohm-js";
import { nameOf, spanOf } from "./build-values.ts";
import type { SeqActionDict } from "./seq.ohm-bundle.ts";
import { usualSpelling } from "./spelling.ts";
import type {
  Assign,
  Axis,
  Binding,
  Definition,
  Import,
  Layer,
  Let,
  Output,
  Param,
  Repeat,
  Result,
  Section,
  Setting,
  State,
  Statement,
  Target,
  Type,
  Version,
  Weight,
} from "./syntax.ts";

/** What a line has before comments and blank lines around it are known. */
const bare = { doc: undefined, blankBefore: false } as const;

export const statementActions: SeqActionDict<unknown> = {
  Version(_word, number): Version {
    return { kind: "version", number: Number(number.sourceString.replaceAll("_", "")), span: spanOf(this) };
  },
  Import(_word, file, _as, name): Import {
    return { kind: "import", file: file.syntax(), as: nameOf(name), ...bare, span: spanOf(this) };
  },
  Let(_word, first, _nls, _comma, _nls2, rest): Let {
    const bindings = [first, ...rest.children].map((binding) => binding.syntax());
    return { kind: "let", bindings, ...bare, span: spanOf(this) };
  },
  Binding(name, _equals, _nls, value): Binding {
    return { kind: "binding", name: nameOf(name), value: value.syntax(), span: spanOf(this) };
  },

  SectionHead(word, name): Section {
    const settings: Section["settings"] = [];
    const head = { word: nameOf(word), name: name.children.map(nameOf)[0], headBroken: false };
    return { kind: "section", ...head, settings, ...bare, span: spanOf(this) };
  },
  Setting_let: (line) => line.syntax(),
  Setting_split(word, first, _nls, _slash, _nls2, rest, options): Setting {
    const parts = [first, ...rest.children].map((part) => part.syntax());
    const items = options.children.map((option) => option.syntax());
    return { kind: "setting", key: nameOf(word), parts, items, ...bare, span: spanOf(this) };
  },
  Setting_key(word, list): Setting {
    const items: Setting["items"] = optional(list) ?? [];
    const [first, ...others] = items;
    const key = { ...nameOf(word), text: usualSpelling(word.sourceString) };
    const isPart = key.text === "split" && (first?.kind === "number" || first?.kind === "text");
    const values = isPart ? { parts: [first], items: others } : { parts: undefined, items };
    return { kind: "setting", key, ...values, ...bare, span: spanOf(this) };
  },
  SplitOption: (_nls, _comma, _nls2, item) => item.syntax(),
  Items: (list) => list.asIteration().children.map((item: Node) => item.syntax()),

  ModelHead(_word, name, params, results) {
    return definition(this, "model", name, params, results.syntax());
  },
  BlockHead(_word, name, params, results) {
    return definition(this, "block", name, params, results.syntax());
  },
  CellHead(_word, name, params, results) {
    return definition(this, "cell", name, params, optional<Output[]>(results) ?? []);
  },
  Params: (_open, _nls, list, _nls2, _close) => list.syntax(),
  Param_value(name, _colon, type): Param {
    const kind = { kind: "param", role: "value" } as const;
    return { ...kind, name: nameOf(name), type: type.syntax(), value: undefined, span: spanOf(this) };
  },
  Param_option(name, _equals, _nls, value): Param {
    const kind = { kind: "param", role: "option" } as const;
    return { ...kind, name: nameOf(name), type: undefined, value: value.syntax(), span: spanOf(this) };
  },
  Param_size(name): Param {
    const kind = { kind: "param", role: "size" } as const;
    return { ...kind, name: nameOf(name), type: undefined, value: undefined, span: spanOf(this) };
  },
  Result_one(_nls, _arrow, _nls2, type): Output[] {
    return [{ kind: "output", name: undefined, type: type.syntax(), span: spanOf(type) }];
  },
  Result_several: (_nls, _arrow, _nls2, _open, _nls3, outputs, _nls4, _close) => outputs.syntax(),
  Outputs: (list, _nls, _comma) => list.asIteration().children.map((output: Node) => output.syntax()),
  Output(name, _colon, type): Output {
    return { kind: "output", name: nameOf(name), type: type.syntax(), span: spanOf(this) };
  },
  Type(_open, _nls, axes, _nls2, _close, of): Type {
    return { kind: "type", axes: axes.syntax(), of: of.children[0]?.syntax(), span: spanOf(this) };
  },
  OfWhat: (_of, name) => nameOf(name),
  Axis_named(name, _equals, _nls, size): Axis {
    return { kind: "axis", name: nameOf(name), size: size.syntax(), span: spanOf(this) };
  },
  Axis_unknown(_sign): Axis {
    return { kind: "axis", name: undefined, size: undefined, span: spanOf(this) };
  },
  Axis_size(size): Axis {
    return { kind: "axis", name: undefined, size: size.syntax(), span: spanOf(this) };
  },

  Statement(statement): Statement {
    const syntax = statement.syntax();
    if (statements.includes(statement.ctorName)) return syntax;
    const result: Result = { kind: "result", value: syntax, ...bare, span: spanOf(this) };
    return result;
  },
  RepeatHead(_word, count): Repeat {
    return { kind: "repeat", count: count.syntax(), body: [], ...bare, span: spanOf(this) };
  },
  State(_word, names, _colon, type, start): State {
    const declared = { names: names.syntax(), type: type.syntax(), start: start.children[0]?.syntax() };
    return { kind: "state", ...declared, ...bare, span: spanOf(this) };
  },
  Weight(_word, names, _colon, type, start): Weight {
    const declared = { names: names.syntax(), type: type.syntax(), start: start.children[0]?.syntax() };
    return { kind: "weight", ...declared, ...bare, span: spanOf(this) };
  },
  Start: (_equals, _nls, value) => value.syntax(),
  Layer(_word, name, _equals, _nls, call): Layer {
    return { kind: "layer", name: nameOf(name), call: call.syntax(), ...bare, span: spanOf(this) };
  },
  Tuple(_open, _nls, slots, _nls2, _close, _equals, _nls3, value): Assign {
    return { kind: "assign", targets: slots.syntax(), value: value.syntax(), ...bare, span: spanOf(this) };
  },
  Slots: (list, _nls, _comma) => list.asIteration().children.map(targetOf),
  Assign(target, _equals, _nls, value): Assign {
    const targets = [targetOf(target)];
    return { kind: "assign", targets, value: value.syntax(), ...bare, span: spanOf(this) };
  },
  Names: (list) => list.asIteration().children.map(nameOf),
};

const statements: readonly string[] = ["Repeat", "State", "Weight", "Layer", "Tuple", "Assign"];

function optional<T>(node: IterationNode): T | undefined {
  return node.children[0]?.syntax();
}

function definition(
  head: Node,
  kind: Definition["kind"],
  name: Node,
  params: Node,
  results: readonly Output[],
): Definition {
  return {
    kind,
    name: nameOf(name),
    params: params.syntax(),
    paramsSpan: spanOf(params),
    results,
    body: [],
    head: spanOf(head),
    headBroken: false,
    ...bare,
    span: spanOf(head),
  };
}

function targetOf(node: Node): Target {
  const after = node.sourceString.endsWith("'");
  const name = after ? node.sourceString.slice(0, -1) : node.sourceString;
  return { kind: "target", name, after, span: spanOf(node) };
}
