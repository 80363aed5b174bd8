// Damaged texts through everything that reads texts: node scripts/fuzz.mjs [--seconds 60] [--cases 200000] [--seed 1]
// Prints its seed. Exits with 1 and the texts that something went wrong with, if there are any.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { load, option } from "./load.mjs";

const { fuzz, syntaxProbes } = await load("src/testing/fuzz.ts");
const { checkProbe } = await load("src/testing/check-probe.ts");
const { editorProbe } = await load("src/testing/editor-probe.ts");
const { exampleText } = await load("src/testing/example-text.ts");

const seed = option("seed", Math.floor(Math.random() * 2 ** 31));
const seconds = option("seconds", 60);
const cases = option("cases", Number.POSITIVE_INFINITY);
const clock = () => process.cpuUsage().user / 1_000;
const root = new URL("../../../", import.meta.url);
const texts = [new URL("samples/", root), new URL("../shared/language/samples/", root)]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => new URL(name, folder)))
  .filter((file) => file.pathname.endsWith(".seq"))
  .map((file) => readFileSync(file, "utf8"));

// From here on nothing may make code of a text. What `load` runs has done so before.
const trap = () => {
  throw new Error("a text was evaluated");
};
for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}])
  Object.defineProperty(Object.getPrototypeOf(kind), "constructor", { value: trap });
globalThis.Function = trap;
globalThis.eval = trap;

console.log(`seed ${seed}, ${texts.length + 1} texts`);
const report = fuzz({
  seed,
  cases,
  seconds,
  texts: [exampleText, ...texts],
  probes: [...syntaxProbes, checkProbe, editorProbe],
  limitMs: 2_000,
  clock,
});
for (const { seed: own, text, what } of report.findings)
  console.log(`\n--seed ${own} --cases 1\n${what}\n${JSON.stringify(text.slice(0, 2_000))}`);
console.log(
  `${report.cases} texts, slowest ${report.slowestMs.toFixed(0)} ms, ${report.findings.length} findings`,
);
process.exitCode = report.findings.length > 0 ? 1 : 0;
