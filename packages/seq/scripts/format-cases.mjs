// The promises of the formatter on generated specs: node scripts/format-cases.mjs [--cases 10000] [--seed 1]
import fc from "fast-check";
import { load, option } from "./load.mjs";

const { syntaxFile, seqText } = await load("src/testing/generate-file.ts");
const { treeSurvives, formattingSettles } = await load("src/testing/format-properties.ts");
const { parse } = await load("src/1-parse/parse.ts");

const numRuns = option("cases", 10_000);
const seed = option("seed", Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}, ${numRuns} cases`);
let settled = 0;
fc.assert(fc.property(syntaxFile, treeSurvives), { numRuns, seed });
console.log(`${numRuns} trees survive printing and parsing`);
const settles = (text) => {
  if (formattingSettles(parse(text))) settled++;
};
fc.assert(fc.property(seqText, settles), { numRuns, seed });
console.log(`${settled} of ${numRuns} texts parse; formatting them keeps tree and comments and settles`);
