/**
 * Random values of the grammar, for property tests. Everything that may be written is drawn, whether it makes sense
 * or not: the checker's rules are not the formatter's business.
 */
import fc from "fast-check";
import type * as Syntax from "../1-parse/syntax.ts";
import { numeral } from "../4-format/print-values.ts";

const span = { start: 0, end: 0 };
const reserved = ["true", "false", "and", "or", "not"];
/** Words that are keywords somewhere, so that they are tried as names. */
const keywords = [
  "state",
  "weight",
  "layer",
  "repeat",
  "split",
  "let",
  "of",
  "as",
  "data",
  "model",
  "seq",
  "notes",
];

export const word: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom("x", "h", "c", "hidden", "width", "feature", "o2", "a_b", "Encoder"),
  },
  { weight: 1, arbitrary: fc.constantFrom(...keywords) },
  {
    weight: 1,
    arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/).filter((w) => !reserved.includes(w)),
  },
);

export const name: fc.Arbitrary<Syntax.Name> = word.map((text) => ({ kind: "name", text, span }));

export const number: fc.Arbitrary<Syntax.NumberLiteral> = fc
  .record({
    value: fc.oneof(
      fc.nat(200_000),
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      fc.constant(0.005),
    ),
    unit: fc.constantFrom<Syntax.Unit | undefined>(
      undefined,
      undefined,
      undefined,
      "%",
      "ms",
      "s",
      "kHz",
      "Hz",
    ),
  })
  .map(({ value, unit }) => {
    const positive = Math.abs(value);
    return { kind: "number", value: positive, unit, text: numeral(positive, unit), span };
  });

export const text: fc.Arbitrary<Syntax.TextLiteral> = fc
  .oneof(fc.constantFrom("a.csv", "Adj Close", "2015-01-31"), fc.string({ unit: "grapheme", maxLength: 12 }))
  .map((value) => ({ kind: "text", value, span }));

function refTo(names: readonly Syntax.Name[], after: boolean): Syntax.Ref {
  return { kind: "ref", name: names.map((n) => n.text).join("."), parts: names, after, span };
}

const path = fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => refTo(names, false));
const primed = name.map((only) => refTo([only], true));

const leaf: fc.Arbitrary<Syntax.Expression> = fc.oneof(
  { weight: 4, arbitrary: path },
  primed,
  number,
  text,
  fc.boolean().map((value): Syntax.TruthLiteral => ({ kind: "truth", value, span })),
);

const operators: readonly Syntax.BinaryOperator[] = [
  ...(["or", "and", "==", "!=", "<=", ">=", "<", ">"] as const),
  ...(["+", "-", "*", "/", "^"] as const),
];

// A type and not an interface: fast-check wants an index signature, which only a type has.
type Values = { value: Syntax.Expression; call: Syntax.Call; option: Syntax.Option };

const tied = fc.letrec<Values>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 3, arbitrary: tie("call") },
    fc
      .record({ operator: fc.constantFrom(...operators), left: tie("value"), right: tie("value") })
      .map((parts): Syntax.Binary => ({ kind: "binary", operatorSpan: span, span, ...parts })),
    fc
      .record({ operator: fc.constantFrom("-" as const, "not" as const), operand: tie("value") })
      .map((parts): Syntax.Unary => ({ kind: "unary", span, ...parts })),
    fc
      .record({
        from: tie("value"),
        stages: fc.array(fc.oneof(path, tie("call")), { minLength: 1, maxLength: 4 }),
      })
      .map((parts): Syntax.Flow => ({ kind: "flow", span, ...parts })),
    fc
      .array(tie("value"), { minLength: 2, maxLength: 3 })
      .map((items): Syntax.Tuple => ({ kind: "tuple", items, span })),
  ),
  call: fc
    .record({
      callee: path,
      args: fc.array(tie("value"), { maxLength: 3 }),
      options: fc.uniqueArray(tie("option"), { maxLength: 2, selector: (option) => option.name.text }),
    })
    .map((parts): Syntax.Call => ({ kind: "call", span, ...parts })),
  option: fc
    .record({ name, value: tie("value") })
    .map((parts): Syntax.Option => ({ kind: "option", span, ...parts })),
}));

export const value: fc.Arbitrary<Syntax.Expression> = tied.value;
export const call: fc.Arbitrary<Syntax.Call> = tied.call;
export const option: fc.Arbitrary<Syntax.Option> = tied.option;
