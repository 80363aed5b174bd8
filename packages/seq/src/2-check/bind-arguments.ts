/**
 * Which argument of a call goes to which parameter of a table's entry.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Option } from "../1-parse/syntax.ts";
import { type Entry, formOf, type Parameter } from "../tables/kind.ts";
import { meant, type Reporter } from "./reporter.ts";

/** A call as written: arguments by place, options by name. `A` is what an argument is at this stage. */
export interface Written<A> {
  readonly name: string;
  /** Where the name of what is called stands. */
  readonly nameSpan: Span;
  readonly span: Span;
  readonly args: readonly A[];
  readonly options: readonly Option[];
}

/** What each parameter was given; parameters that were left out are missing. */
export interface Bound<A> {
  readonly args: ReadonlyMap<string, readonly A[]>;
  readonly options: ReadonlyMap<string, Option>;
}

/** Options with these names are taken by `name` alone; what stands in `free` is not asked. */
export function bindArguments<A>(
  call: Written<A>,
  entry: Entry,
  reporter: Reporter,
  describe: (parameter: Parameter) => string = ({ name }) => `\`${name}\``,
): Bound<A> | undefined {
  const options = bindOptions(call, entry, reporter);
  const args = new Map<string, readonly A[]>();
  let next = 0;
  for (const parameter of entry.args) {
    if (options.has(parameter.name)) continue;
    const given = parameter.many ? call.args.slice(next) : call.args.slice(next, next + 1);
    next += given.length;
    if (given.length > 0) args.set(parameter.name, given);
    else if (parameter.default === undefined && !parameter.optional) {
      reporter.error("argument-missing", `${call.name} needs ${describe(parameter)}`, call.span, {
        help: `write \`${formOf(entry)}\``,
      });
      return undefined;
    }
  }
  if (next < call.args.length) {
    // The value that an arrow brings is no argument to the reader.
    const own = entry.args[0]?.kind.kind === "value" ? 1 : 0;
    const atMost = entry.args.length - own;
    const given = call.args.length - own;
    const takes = atMost === 0 ? "takes no arguments" : `takes ${atMost} argument${atMost === 1 ? "" : "s"}`;
    reporter.error(
      "argument-extra",
      `${call.name} ${takes}; ${given} ${given === 1 ? "is" : "are"} given`,
      call.span,
      {
        help: `write \`${formOf(entry)}\``,
      },
    );
    return undefined;
  }
  const missing = entry.options.find((p) => p.default === undefined && !p.optional && !options.has(p.name));
  if (missing !== undefined) {
    reporter.error("argument-missing", `${call.name} needs ${missing.name}`, call.span, {
      help: `write \`${formOf(entry)}\``,
    });
    return undefined;
  }
  return { args, options };
}

function bindOptions<A>(call: Written<A>, entry: Entry, reporter: Reporter): Map<string, Option> {
  // Arguments that are no values may be named as well: `adam(rate = 1e-3)`.
  const named = [
    ...entry.args.filter(
      ({ kind }) => kind.kind !== "value" && kind.kind !== "operand" && kind.kind !== "column",
    ),
    ...entry.options,
  ];
  const found = new Map<string, Option>();
  for (const option of call.options) {
    const { text, span } = option.name;
    if (!named.some(({ name }) => name === text)) {
      const names = named.map(({ name }) => name);
      const { tail, extra } = meant(text, names, `options of ${call.name}`);
      const help =
        extra.replace === undefined ? extra.help : `write \`${extra.replace} = ${valueText(option)}\``;
      reporter.error("option-unknown", `${call.name} has no option \`${text}\`${tail}`, span, {
        ...extra,
        help,
      });
    } else if (found.has(text)) {
      reporter.error("option-twice", `${text} is given twice`, option.span, { help: "keep one" });
    } else found.set(text, option);
  }
  return found;
}

function valueText({ value }: Option): string {
  return value.kind === "number"
    ? value.text
    : value.kind === "truth"
      ? String(value.value)
      : value.kind === "ref"
        ? value.name
        : "...";
}
