/**
 * Finds the mistake behind a piece that did not parse: the first rule that knows it gives the error.
 */
import type { Diagnostic, Source } from "@seqloom/diagnostic";
import type { Piece } from "../piece.ts";
import type { Token } from "../scan.ts";
import { explainBracketOpen, explainBracketStray } from "./brackets.ts";
import { type Explain, endOf, type Failure, syntaxError } from "./failure.ts";
import { explainFlowBesideArithmetic, explainFlowIntoValue, explainFlowUnfinished } from "./flow.ts";
import {
  explainDefinitionHead,
  explainImport,
  explainLet,
  explainNestedHead,
  explainOutside,
  explainVersion,
} from "./heads.ts";
import {
  explainLineUnfinished,
  explainSideBySide,
  explainSquareBracket,
  explainValueMissing,
} from "./lists.ts";
import { explainNumber, explainUnitSpace } from "./numbers.ts";
import * as signs from "./signs.ts";
import * as statements from "./statements.ts";

/** From signs that are wrong anywhere to mistakes that only the rule at hand can tell. */
const rules: readonly Explain[] = [
  explainNestedHead,
  signs.explainForeignSign,
  signs.explainCharacter,
  signs.explainString,
  signs.explainSemicolon,
  signs.explainColon,
  signs.explainForeignWord,
  explainUnitSpace,
  explainNumber,
  explainLineUnfinished,
  explainDefinitionHead,
  explainFlowUnfinished,
  explainFlowIntoValue,
  explainFlowBesideArithmetic,
  explainBracketOpen,
  explainBracketStray,
  statements.explainPrimePlace,
  signs.explainPrime,
  signs.explainSingleQuote,
  statements.explainReserved,
  statements.explainDeclaration,
  statements.explainAssignTwice,
  statements.explainCompareChain,
  explainVersion,
  explainImport,
  explainLet,
  explainOutside,
  explainValueMissing,
  explainSquareBracket,
  explainSideBySide,
  statements.explainAssignTarget,
];

/** What is known of the failure when matching gives up. */
export interface FailedMatch {
  readonly source: Source;
  readonly piece: Piece;
  readonly parentWord: string;
  /** All tokens of the piece. */
  readonly tokens: readonly Token[];
  /** The offset, from the start of the text, at which matching stopped. */
  readonly at: number;
  readonly expected: () => string;
}

/** The error of a piece that did not parse. `syntax` if no rule knows the mistake. */
export function explain({ source, piece, parentWord, tokens: all, at, expected }: FailedMatch): Diagnostic {
  const tokens = all.filter(({ kind }) => kind !== "newline" && kind !== "comment");
  const found = tokens.findIndex((token) => token.end > at);
  const index = found < 0 ? tokens.length : found;
  const failure: Failure = {
    source,
    rule: piece.rule,
    piece,
    parentWord,
    tokens,
    index,
    token: tokens[index],
    before: tokens[index - 1],
    after: tokens[index + 1],
    expected,
  };
  for (const rule of rules) {
    const error = rule(failure);
    if (error) return error;
  }
  return lastResort(failure);
}

function lastResort(failure: Failure): Diagnostic {
  const { token, expected } = failure;
  const found = token === undefined ? "the line ends" : `\`${token.text}\` stands`;
  const span = token === undefined ? endOf(failure) : { start: token.start, end: token.end };
  const wanted = expected().replace("end of input", "the end of the line").replaceAll('"', "`");
  const message = `${found} where ${wanted} is expected`;
  return syntaxError("syntax", message, span, "compare with an example of the language reference");
}
