/**
 * The values of settings: one number, one word, a list of words, a call from a table, options.
 */
import type { Call, Expression, Option, Ref, Setting } from "../../1-parse/syntax.ts";
import { type Entry, entryOf, type Kind, namesOf, type Parameter } from "../../tables/kind.ts";
import { type Bound, bindArguments } from "../bind-arguments.ts";
import { meant, type Reporter } from "../reporter.ts";
import { evaluate, isScalar, type Scalar } from "../scalar.ts";
import { scalarFits, wrongKind } from "../scalar-setting.ts";
import { quoted } from "../written.ts";

/** What a setting or option came to, as JSON can hold it. */
export type Plain = number | string | boolean | readonly number[];

/** A call from a table with all its options: `adam(rate = 1e-3)`. */
export interface PlainCall {
  readonly name: string;
  readonly options: Readonly<Record<string, Plain>>;
}

/** Reads settings; says what is wrong with them. */
export class SettingReader {
  readonly reporter: Reporter;
  private readonly constants: ReadonlyMap<string, Scalar>;
  readonly used: Set<string>;

  constructor(reporter: Reporter, constants: ReadonlyMap<string, Scalar>, used: Set<string>) {
    this.reporter = reporter;
    this.constants = constants;
    this.used = used;
  }

  lookUp = ({ name }: Ref): Scalar | undefined => {
    const found = this.constants.get(name);
    if (found !== undefined) this.used.add(name);
    return found;
  };

  /** The only value of a setting that takes one. */
  single(setting: Setting): Expression | undefined {
    const [first, second] = setting.items;
    if (first === undefined) {
      this.wants(setting, "a value", setting.key.span);
      return undefined;
    }
    if (first.kind === "option" || second !== undefined) {
      const at = first.kind === "option" ? first : (second ?? first);
      this.wants(setting, "one value", at.span);
      return undefined;
    }
    return first;
  }

  private wants({ key }: Setting, what: string, span: Setting["span"]): void {
    this.reporter.error("setting-form", `${key.text} takes ${what}`, span, {
      help: `write \`${key.text}\` and ${what} behind it`,
    });
  }

  number(setting: Setting, kind: Kind): number | undefined {
    const expression = this.single(setting);
    const scalar =
      expression === undefined
        ? undefined
        : this.scalar(kind, expression, setting.key.text, (value) => `${setting.key.text} ${value}`);
    return scalar?.kind === "number" ? scalar.value : undefined;
  }

  text(setting: Setting): string | undefined {
    const expression = this.single(setting);
    const scalar =
      expression === undefined
        ? undefined
        : this.scalar(
            { kind: "text" },
            expression,
            setting.key.text,
            (value) => `${setting.key.text} ${value}`,
          );
    return scalar?.kind === "text" ? scalar.value : undefined;
  }

  scalar(
    kind: Kind,
    expression: Expression,
    subject: string,
    rewrite: (value: string) => string,
  ): Scalar | undefined {
    const place = {
      subject,
      rewrite,
      expression,
      reporter: this.reporter,
      rangeCode: "out-of-range",
    } as const;
    if (kind.kind === "word")
      return scalarFits(kind, { kind: "text", value: "" }, place) && expression.kind === "ref"
        ? { kind: "text", value: expression.name }
        : undefined;
    const value = evaluate(expression, this.lookUp);
    if (isScalar(value)) return scalarFits(kind, value, place) ? value : undefined;
    if (value.kind === "unknown-name") {
      const { tail, extra } = meant(value.name, this.constants.keys(), "constants");
      this.reporter.error("name-unknown", `there is no constant \`${value.name}\`${tail}`, value.span, extra);
    } else
      wrongKind(
        kind.kind === "number" ? "a number" : kind.kind === "truth" ? "true or false" : "a text",
        place,
      );
    return undefined;
  }

  /** One of a few words. */
  word(setting: Setting, words: readonly string[]): string | undefined {
    const expression = this.single(setting);
    return expression === undefined ? undefined : this.wordOf(expression, words, setting.key.text);
  }

  wordOf(expression: Expression, words: readonly string[], subject: string): string | undefined {
    const scalar = this.scalar(
      { kind: "word", words },
      expression,
      subject,
      (value) => `${subject} ${value}`,
    );
    return scalar?.kind === "text" ? scalar.value : undefined;
  }

  /** Options alone: `patience = 5, watch = loss`. */
  options(setting: Setting, parameters: readonly Parameter[]): Readonly<Record<string, Plain>> {
    const given: Option[] = [];
    for (const item of setting.items) {
      if (item.kind === "option") given.push(item);
      else {
        const [first] = parameters;
        const help =
          first === undefined ? "remove it" : `write \`${setting.key.text} ${first.name} = ${quoted(item)}\``;
        this.reporter.error(
          "setting-form",
          `${setting.key.text} takes options: ${parameters.map(({ name }) => name).join(", ")}`,
          item.span,
          { help },
        );
      }
    }
    const entry: Entry = { name: setting.key.text, args: [], options: parameters, doc: "" };
    const bound = bindArguments(
      { name: entry.name, nameSpan: setting.key.span, span: setting.span, args: [], options: given },
      entry,
      this.reporter,
    );
    return bound === undefined ? {} : this.values(entry, bound, (name, value) => `${name} = ${value}`);
  }

  /** A name or call from a table, with its options. */
  call(
    expression: Expression,
    table: readonly Entry[],
    what: string,
    unknownCode: string,
  ): PlainCall | undefined {
    if (expression.kind !== "ref" && expression.kind !== "call") {
      this.reporter.error(unknownCode, `${quoted(expression)} is not ${what}`, expression.span, {
        help: `there are ${namesOf(table).join(", ")}`,
      });
      return undefined;
    }
    const callee = expression.kind === "call" ? expression.callee : expression;
    const entry = entryOf(table, callee.name);
    if (entry === undefined) {
      const { tail, extra } = meant(callee.name, namesOf(table), `${what.replace(/^an? /, "")}s`);
      this.reporter.error(
        unknownCode,
        `there is no ${what.replace(/^an? /, "")} \`${callee.name}\`${tail}`,
        callee.span,
        extra,
      );
      return undefined;
    }
    const bound = this.bind(expression, entry);
    if (bound === undefined) return undefined;
    return { name: entry.name, options: this.values(entry, bound, (name, value) => `${name} = ${value}`) };
  }

  bind(expression: Call | Ref, entry: Entry): Bound<Expression> | undefined {
    const callee = expression.kind === "call" ? expression.callee : expression;
    const [args, options] = expression.kind === "call" ? [expression.args, expression.options] : [[], []];
    return bindArguments(
      { name: entry.name, nameSpan: callee.span, span: expression.span, args, options },
      entry,
      this.reporter,
    );
  }

  /** What each parameter came to, defaults where nothing was given. */
  values(
    entry: Entry,
    bound: Bound<Expression>,
    rewrite: (name: string, value: string) => string,
  ): Readonly<Record<string, Plain>> {
    const values = new Map<string, Plain>();
    for (const parameter of [...entry.args, ...entry.options]) {
      const { name, kind, many } = parameter;
      const named = bound.options.get(name);
      const given = named === undefined ? (bound.args.get(name) ?? []) : [named.value];
      const subject = named === undefined && (many || name === "share") ? entry.name : name;
      const write = (value: string) =>
        named === undefined ? `${entry.name}(${value})` : rewrite(name, value);
      const scalars = given.flatMap((expression) => this.scalar(kind, expression, subject, write) ?? []);
      if (scalars.length < given.length) continue;
      if (many && scalars.length > 0)
        values.set(
          name,
          scalars.flatMap((s) => (s.kind === "number" ? [s.value] : [])),
        );
      else if (scalars[0] !== undefined) values.set(name, scalars[0].value);
      else if (parameter.default !== undefined) values.set(name, defaultOf(parameter.default, kind));
    }
    return Object.fromEntries(values);
  }
}

/** Defaults are written in tables as in texts: `16kHz` is 16000, `25ms` 0.025. */
function defaultOf(value: number | string | boolean, kind: Kind): Plain {
  if (typeof value !== "string" || kind.kind !== "number") return value;
  const number = Number.parseFloat(value);
  return value.endsWith("kHz")
    ? number * 1000
    : value.endsWith("ms")
      ? number / 1000
      : value.endsWith("%")
        ? number / 100
        : number;
}
