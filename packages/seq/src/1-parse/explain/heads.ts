/**
 * Explains heads, and lines that stand at the wrong level of the file.
 */
import { definitionWords, sectionWords } from "../cut.ts";
import { isSign, isWord } from "../scan.ts";
import type { Explain, Failure } from "./failure.ts";
import { openBracketBefore, replaceBy, syntaxError, textOf } from "./failure.ts";

/** `model M {`, `model M(x: [n]) {`, `model {` */
export const explainDefinitionHead: Explain = (failure) => {
  const { rule, tokens, index, token, before } = failure;
  const kind = tokens[0]?.text ?? "";
  if (rule !== "ModelHead" && rule !== "BlockHead" && rule !== "CellHead") return undefined;
  const name = tokens[1]?.kind === "word" ? tokens[1].text : undefined;
  if (name === undefined) {
    if (index !== 1) return undefined;
    return syntaxError(
      "name-missing",
      `this ${kind} has no name`,
      placeOf(failure),
      `write \`${kind} ${exampleName(kind)}(\``,
    );
  }
  if (index === 2 && (token === undefined || isSign(token, "->"))) {
    const rest = kind === "cell" ? "(x: [in], hidden) {" : "(x: [batch, feature]) -> [batch, target] {";
    const message = `${kind} ${name} does not say what it takes`;
    return syntaxError("params-missing", message, placeOf(failure), `write \`${kind} ${name}${rest}\``);
  }
  const isBehindParams = isSign(before, ")") && openBracketBefore(tokens, index) < 0;
  if (isSign(before, "->") ? token === undefined : rule !== "CellHead" && isBehindParams) {
    const example = kind === "model" ? "[batch, target]" : "[batch, n]";
    const message = `${kind} ${name} does not say what it gives`;
    return syntaxError("result-missing", message, placeOf(failure), `add its axes: \`-> ${example}\``);
  }
  return parameterForm(failure);
};

/** `x [n]`, `x: n` */
function parameterForm(failure: Failure) {
  const { tokens, index, token, before } = failure;
  if (token === undefined || before === undefined) return undefined;
  if (isSign(token, "[") && before.kind === "word" && isSign(tokens[index - 2], "(", ",")) {
    const fix = replaceBy("write `:` in front of them", { start: before.end, end: token.start }, ": ");
    const message = `the axes of ${before.text} stand behind a \`:\``;
    return syntaxError("colon-missing", message, placeOf(failure), fix.title, fix);
  }
  if (!isSign(before, ":") || isSign(token, "[")) return undefined;
  const help = `write \`[${token.kind === "word" ? token.text : "batch, feature"}]\``;
  return syntaxError("axes-brackets", "axes stand in square brackets", placeOf(failure), help);
}

function exampleName(kind: string): string {
  return kind === "cell" ? "mine" : "Mine";
}

/** `cell mine(x: [in]) {` inside a model; `if x {` anywhere */
export const explainNestedHead: Explain = (failure) => {
  const { rule, tokens, piece, parentWord } = failure;
  const [word] = tokens;
  if (word === undefined) return undefined;
  if (rule === "RepeatHead" && isWord(word, "repeat")) return repeatCount(failure);
  if (rule !== "RepeatHead" && !(rule === "Setting" && isWord(word, ...definitionWords))) return undefined;
  const parent = `${definitionWords.includes(parentWord) ? "a " : ""}${parentWord}`;
  const span = { start: piece.start, end: piece.end };
  if (isWord(word, ...definitionWords)) {
    const message = `a ${word.text} cannot be defined inside ${parent}`;
    return syntaxError("definition-inside", message, span, "move it to the outermost level of the file");
  }
  if (isWord(word, ...sectionWords) && tokens.length <= 2) {
    const message = `the section ${word.text} cannot stand inside ${parent}`;
    return syntaxError("definition-inside", message, span, "move it to the outermost level of the file");
  }
  if (sectionWords.includes(parentWord)) {
    const help = "write the values on the line of the key: `key value, option = value`";
    return syntaxError("brace-inside", "settings have no braces of their own", placeOf(failure), help);
  }
  const message = `only \`repeat\` has braces here, not \`${word.text}\``;
  const help = "time is the only loop and there is no branch: write `repeat n {`, a cell, or two blocks";
  return syntaxError("block-unknown", message, { start: word.start, end: word.end }, help);
};

/** `let a`, `let = 3` */
export const explainLet: Explain = (failure) => {
  const { tokens, index, token } = failure;
  if (!isWord(tokens[0], "let") || index > 2) return undefined;
  const name = tokens[1]?.kind === "word" ? tokens[1].text : "name";
  const value = index === 2 && token !== undefined ? textOf(failure, token, tokens.at(-1)) : "...";
  const help = `write \`let ${name} = ${value}\``;
  return syntaxError("let-form", "`let` needs a name, `=` and a value", placeOf(failure), help);
};

/** `repeat {` */
function repeatCount(failure: Failure) {
  if (failure.tokens.length > 1) return undefined;
  return syntaxError(
    "repeat-count",
    "`repeat` does not say how often",
    placeOf(failure),
    "write `repeat 2 {`",
  );
}

/** `h = 3` between the definitions; `data` without its braces */
export const explainOutside: Explain = (failure) => {
  const { rule, tokens, token, piece } = failure;
  const [first] = tokens;
  if (rule !== "Top" || first === undefined || isWord(first, "import", "let")) return undefined;
  if (isWord(first, ...sectionWords, ...definitionWords) && !isSign(tokens[1], "=", "'")) {
    const span = { start: piece.end, end: piece.end };
    return syntaxError(
      "brace-missing",
      `\`{\` is missing behind this ${first.text}`,
      span,
      "add `{`, its lines, and `}`",
    );
  }
  const message = "only sections, definitions, imports and constants stand here";
  const isConstant = first.kind === "word" && isSign(tokens[1], "=");
  const fix = isConstant
    ? replaceBy(
        `write \`let ${textOf(failure, first, tokens.at(-1))}\``,
        { start: piece.start, end: piece.start },
        "let ",
      )
    : undefined;
  const help = isConstant
    ? `a constant is written \`let ${textOf(failure, first, tokens.at(-1))}\``
    : "move it into a section or a definition";
  const span =
    token === undefined ? { start: piece.start, end: piece.end } : { start: token.start, end: token.end };
  return syntaxError("statement-outside", message, span, help, fix);
};

/** `import "cells.seq"`, `import cells` */
export const explainImport: Explain = (failure) => {
  const { rule, tokens, token } = failure;
  if (rule !== "Top" || !isWord(tokens[0], "import")) return undefined;
  const file = tokens[1]?.kind === "string" ? tokens[1].text : '"cells.seq"';
  const message = "an import names a file and gives it a name";
  const span = token === undefined ? placeOf(failure) : { start: token.start, end: token.end };
  return syntaxError("import-form", message, span, `write \`import ${file} as own\``);
};

/** `seq one`, `seq 1.5` */
export const explainVersion: Explain = ({ rule, token, piece }) => {
  if (rule !== "Version") return undefined;
  const span =
    token === undefined ? { start: piece.end, end: piece.end } : { start: token.start, end: token.end };
  const fix = replaceBy("write `seq 1`", { start: piece.start, end: piece.end }, "seq 1");
  return syntaxError("version-form", "the version is one whole number", span, fix.title, fix);
};

/** The token at which matching stopped; behind a head that ended too early, its `{`. */
function placeOf({ token, piece }: Failure) {
  if (token !== undefined) return { start: token.start, end: token.end };
  if (piece.block !== undefined) return { start: piece.block.open, end: piece.block.open + 1 };
  return { start: piece.end, end: piece.end };
}
