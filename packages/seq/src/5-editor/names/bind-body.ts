/**
 * Names in cells, blocks and models: parameters, axes, values, states, weights, layers.
 */
import type { Span } from "@seqloom/diagnostic";
import type {
  Assign,
  Call,
  Definition,
  Expression,
  Option,
  Ref,
  Statement,
  Type,
} from "../../1-parse/syntax.ts";
import { fixedAxes } from "../../2-check/axes/axis.ts";
import { statementsIn } from "../../2-check/syntax-walk.ts";
import { entryOf, type Kind } from "../../tables/kind.ts";
import { type LayerFunction, layerFunctions } from "../../tables/layers.ts";
import type { Binder } from "./binder.ts";
import type { NameKind, NameSymbol } from "./name-index.ts";

/** Parameters, results and states of a definition: what its callers may name. */
export function declareInside(definition: Definition, own: NameSymbol, binder: Binder): void {
  const inside = new Map<string, NameSymbol>();
  const visible = definition.span;
  const fieldOf = (name: string) => (definition.kind === "model" ? binder.fields.get(name) : undefined);
  for (const param of definition.params) {
    const kind: NameKind = param.role === "value" ? "parameter" : param.role;
    const field = param.role === "value" ? fieldOf(param.name.text) : undefined;
    inside.set(param.name.text, binder.define(kind, param.name, { visible, field, syntax: param }));
  }
  for (const { name } of definition.results) {
    if (name === undefined) continue;
    inside.set(name.text, binder.define("result", name, { visible, field: fieldOf(name.text) }));
  }
  for (const statement of statementsIn(definition.body)) {
    if (statement.kind !== "state") continue;
    const doc = statement.doc?.text ?? "";
    for (const name of statement.names)
      inside.set(name.text, binder.define("state", name, { visible, doc, syntax: statement }));
  }
  binder.inside.set(own, inside);
}

/** Marks every name in a definition. */
export function bindBody(definition: Definition, own: NameSymbol, binder: Binder): void {
  const body = new BodyBinder(definition, binder, binder.inside.get(own) ?? new Map());
  body.head();
  body.statements(definition.body);
}

class BodyBinder {
  private readonly definition: Definition;
  private readonly binder: Binder;
  /** Innermost last; the outermost holds what the head gives. */
  private readonly scopes: { readonly names: Map<string, NameSymbol>; readonly visible: Span }[];
  private readonly axes = new Map<string, NameSymbol>();
  /** The cell whose states a value holds. */
  private readonly stateOf = new Map<NameSymbol, NameSymbol>();

  constructor(definition: Definition, binder: Binder, inside: ReadonlyMap<string, NameSymbol>) {
    this.definition = definition;
    this.binder = binder;
    this.scopes = [{ names: new Map(inside), visible: definition.span }];
    for (const [name, symbol] of inside) if (symbol.kind === "size") this.axes.set(name, symbol);
  }

  head(): void {
    for (const { type, value } of this.definition.params) {
      if (type !== undefined) this.type(type, true);
      if (value !== undefined) this.value(value);
    }
    for (const { type } of this.definition.results) this.type(type, false);
  }

  // ---- axes ----

  /** @param makes  whether a name that nothing has given stands for an axis of its own, as in a parameter */
  private type(type: Type, makes: boolean): void {
    for (const { name, size } of type.axes) {
      if (name !== undefined) this.makeAxis(name.text, name.span);
      if (size !== undefined) this.axisIn(size, makes);
    }
    if (type.of !== undefined) this.axisName(type.of.text, type.of.span, makes);
  }

  private axisIn(size: Expression, makes: boolean): void {
    if (size.kind === "ref") this.axisName(size.name, size.span, makes);
    else if (size.kind === "binary") {
      this.axisIn(size.left, false);
      this.axisIn(size.right, false);
    } else if (size.kind === "unary") this.axisIn(size.operand, false);
    else this.value(size);
  }

  private axisName(name: string, span: Span, makes: boolean): void {
    if (fixedAxes.includes(name)) return;
    const found =
      this.axes.get(name) ?? this.binder.constants.get(name) ?? this.givenByData(name) ?? this.local(name);
    if (found !== undefined) this.binder.mark(span, found);
    else if (makes) this.makeAxis(name, span);
  }

  private makeAxis(name: string, span: Span): void {
    const before = this.axes.get(name);
    if (before !== undefined) this.binder.mark(span, before);
    else this.axes.set(name, this.defineAt("axis", name, span, this.definition.span));
  }

  private givenByData(name: string): NameSymbol | undefined {
    if (this.definition.kind !== "model") return undefined;
    const field = this.binder.fields.get(name);
    return this.binder.vocabularies.get(name) ?? (field?.isNamedHere === true ? field : undefined);
  }

  // ---- statements ----

  statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  private statement(statement: Statement): void {
    const doc = statement.doc?.text ?? "";
    switch (statement.kind) {
      case "assign":
        this.value(statement.value);
        this.targets(statement, doc);
        return;
      case "result":
        this.value(statement.value);
        return;
      case "state":
      case "weight":
        this.type(statement.type, false);
        if (statement.start !== undefined) this.value(statement.start);
        if (statement.kind === "weight")
          for (const name of statement.names) this.set("weight", name.text, name.span, statement, doc);
        return;
      case "layer":
        this.call(statement.call, 1);
        this.set("layer", statement.name.text, statement.name.span, statement, doc);
        return;
      case "repeat":
        if (statement.count !== undefined) this.value(statement.count);
        this.scopes.push({ names: new Map(), visible: statement.span });
        this.statements(statement.body);
        this.scopes.pop();
        return;
      case "broken":
        for (const name of statement.defines) this.set("value", name.text, name.span, statement, doc);
        return;
      default:
        statement satisfies never;
    }
  }

  private targets(statement: Assign, doc: string): void {
    const cell = statement.targets.length > 1 ? this.lastCell(statement.value) : undefined;
    for (const [i, { name, after, span }] of statement.targets.entries()) {
      if (name === "_") continue;
      const at = { start: span.start, end: span.start + name.length };
      const before = this.local(name);
      if (before !== undefined) this.binder.mark(at, before, "write");
      else if (!after) this.set("value", name, at, statement, doc);
      const made = this.local(name);
      if (cell !== undefined && made !== undefined && i === statement.targets.length - 1)
        this.stateOf.set(made, cell);
    }
  }

  private set(kind: NameKind, name: string, span: Span, syntax: Statement, doc: string): void {
    const before = this.local(name);
    if (before !== undefined) return this.binder.mark(span, before, "write");
    const scope = this.scopes.at(-1);
    scope?.names.set(name, this.defineAt(kind, name, span, scope.visible, syntax, doc));
  }

  private defineAt(
    kind: NameKind,
    text: string,
    span: Span,
    visible: Span,
    syntax?: Statement,
    doc = "",
  ): NameSymbol {
    return this.binder.define(kind, { kind: "name", text, span }, { visible, doc, syntax });
  }

  /** The cell of one's own that a statement's value ends with. */
  private lastCell(value: Expression): NameSymbol | undefined {
    const last = value.kind === "flow" ? value.stages.at(-1) : value;
    const callee = last?.kind === "call" ? last.callee : last?.kind === "ref" ? last : undefined;
    const found = callee === undefined ? undefined : this.binder.definitions.get(callee.name);
    return found?.kind === "cell" ? found : undefined;
  }

  // ---- values ----

  private local(name: string): NameSymbol | undefined {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const found = this.scopes[i]?.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private value(expression: Expression): void {
    switch (expression.kind) {
      case "ref":
        return this.ref(expression);
      case "call":
        return this.call(expression, 0);
      case "flow":
        this.value(expression.from);
        for (const stage of expression.stages) {
          const flowing =
            expression.from.kind === "tuple" && stage === expression.stages[0]
              ? expression.from.items.length
              : 1;
          if (stage.kind === "call") this.call(stage, flowing);
          else this.callee(stage);
        }
        return;
      case "binary":
        this.value(expression.left);
        return this.value(expression.right);
      case "unary":
        return this.value(expression.operand);
      case "tuple":
        for (const item of expression.items) this.value(item);
        return;
      case "number":
      case "text":
      case "truth":
        return;
      default:
        expression satisfies never;
    }
  }

  private ref(ref: Ref): void {
    const [head, part] = ref.parts;
    if (head === undefined) return;
    const value = this.local(head.text);
    if (value !== undefined) {
      this.binder.mark(head.span, value);
      const cell = this.stateOf.get(value);
      const state =
        part === undefined || cell === undefined ? undefined : this.binder.inside.get(cell)?.get(part.text);
      if (part !== undefined && state !== undefined) this.binder.mark(part.span, state);
      return;
    }
    const size =
      this.axes.get(head.text) ?? this.binder.constants.get(head.text) ?? this.givenByData(head.text);
    if (size !== undefined) this.binder.mark(head.span, size);
    else this.binder.callee(ref);
  }

  private callee(ref: Ref): NameSymbol | undefined {
    const [head] = ref.parts;
    const own = head === undefined || ref.parts.length > 1 ? undefined : this.local(head.text);
    if (own === undefined || head === undefined) return this.binder.callee(ref);
    this.binder.mark(head.span, own);
    return own;
  }

  /** @param flowing  how many values arrows bring: the arguments in the brackets come behind them */
  private call(call: Call, flowing: number): void {
    const callee = this.callee(call.callee);
    const entry = callee === undefined ? entryOf(layerFunctions, call.callee.name) : undefined;
    for (const [i, arg] of call.args.entries()) this.argument(arg, kindAt(entry, i + flowing));
    for (const option of call.options) this.option(option, callee, entry);
  }

  private argument(arg: Expression, kind: Kind["kind"] | undefined): void {
    if (kind === "axis" || kind === "size") this.axisIn(arg, false);
    else if (kind !== "word" && kind !== "name" && kind !== "function") this.value(arg);
  }

  private option(
    { name, value }: Option,
    callee: NameSymbol | undefined,
    entry: LayerFunction | undefined,
  ): void {
    const parameter = callee === undefined ? undefined : this.binder.inside.get(callee)?.get(name.text);
    if (parameter !== undefined) this.binder.mark(name.span, parameter);
    if (entry?.renames === true) {
      this.axisName(name.text, name.span, false);
      if (value.kind === "ref") this.axisName(value.name, value.span, true);
      return;
    }
    const known =
      entry?.options.find((one) => one.name === name.text) ??
      entry?.args.find((one) => one.name === name.text);
    if (known?.kind.kind === "name") {
      // `as = gate` makes an axis; `name = residual` is a word in the paths of weights.
      if (name.text === "as" && value.kind === "ref") this.axisName(value.name, value.span, true);
      return;
    }
    this.argument(value, known?.kind.kind);
  }
}

function kindAt(entry: LayerFunction | undefined, place: number): Kind["kind"] | undefined {
  const last = entry?.args.at(-1);
  return (entry?.args[place] ?? (last?.many === true ? last : undefined))?.kind.kind;
}
