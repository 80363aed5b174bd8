// The code blocks of a Markdown page, and what they say they print.

/**
 * @typedef {object} Block
 * @property {number} line  line of the page on which its code starts, from 1
 * @property {string} code
 * @property {boolean} runs  false for a block tagged `ts no-run`, which is type-checked only
 */

/**
 * Finds the blocks that are fenced as `ts`.
 *
 * @param {string} page  Markdown
 * @returns {Block[]}
 */
export function blocksOf(page) {
  const fenced = /^([ \t]*)```ts\b([^\n]*)\n([\s\S]*?)^[ \t]*```[ \t]*$/gm;
  return [...page.matchAll(fenced)].map(({ index, 1: indent = "", 2: tags = "", 3: code = "" }) => ({
    line: page.slice(0, index).split("\n").length + 1,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    runs: !/\bno-run\b/.test(tags),
  }));
}

/**
 * What a block says it prints: its comments `// -> text`, one for each printed line. Comments right below that are
 * indented to the same text go on with it.
 *
 * @param {string} code
 * @returns {string[]} the expected lines
 */
export function expectedOutput(code) {
  /** @type {string[]} */
  const expected = [];
  let goesOn = false;
  for (const line of code.split("\n")) {
    /** @type {RegExpExecArray | false | null} */
    const found = /\/\/ ->(?: (.*))?$/.exec(line) ?? (goesOn && /^\s*\/\/ {4}(.*)$/.exec(line));
    goesOn = Boolean(found);
    if (found) expected.push((found[1] ?? "").trimEnd());
  }
  return expected;
}
