// How long the editor services wait for an analysis: node scripts/editor-speed.mjs [--rounds 40]
//
// Specs are made of the cells and blocks of the standard library under other names, with a model that uses some of
// them. Times are of the processor, so that a busy machine says the same; the first rounds warm up.
import { load, option } from "./load.mjs";

const { analyse } = await load("src/5-editor/analysis.ts");
const { standardFiles } = await load("src/std/standard-library.ts");
const rounds = option("rounds", 40);

const head = `seq 1
let hidden = 32
data {
  source  given
  time    row
  input   a, b
  target  a
  window  20
  horizon 1
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  h = x -> lstm(hidden) -> last
  h -> linear(horizon)
}
train {
  loss mse
  clip norm = 1
}
`;

const library = Object.values(standardFiles)
  .join("\n")
  .replace(/^seq 1$|^#(?!#).*$/gm, "");
const names = [...library.matchAll(/^(?:cell|block) ([A-Za-z]+)/gm)].map(([, name]) => name);

/** The library, with a number behind each name that it defines. */
function copyOf(number) {
  const word = new RegExp(`(?<=^(?:cell|block) |-> )(${names.join("|")})\\b`, "gm");
  return library.replace(word, (name) => `${name}${number}`);
}

/** A spec of at least so many lines that are not blank. */
function specOf(lines) {
  let text = head;
  const count = () => text.split("\n").filter((line) => line.trim() !== "").length;
  for (let n = 1; count() < lines; n++) text += copyOf(n).replace(/\n{2,}/g, "\n");
  return text;
}

function timed(work) {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1_000 };
}

/** A letter is written and taken back, here and there in the text. */
function keystrokes(text) {
  const times = [];
  let { result: analysis } = timed(() => analyse(text));
  const places = [...text.matchAll(/affine\(x|linear\(width/g)].map(({ index }) => index + 6);
  for (let i = 0; i < rounds; i++) {
    const at = places[Math.floor((i / rounds) * places.length)];
    for (const now of [`${text.slice(0, at)}z${text.slice(at)}`, text]) {
      const { result, ms } = timed(() => analyse(now, {}, analysis));
      analysis = result;
      times.push(ms);
    }
  }
  return times.slice(times.length / 2).sort((a, b) => a - b);
}

for (const lines of [500, 2_000, 10_000]) {
  const text = specOf(lines);
  const cold = [0, 1, 2].map(() => timed(() => analyse(text)).ms);
  const found = analyse(text).diagnostics.filter(({ severity }) => severity === "error").length;
  const times = keystrokes(text);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  console.log(
    `${text.split("\n").length} lines, ${text.length} characters, ${found} errors: ` +
      `cold ${cold.map((ms) => ms.toFixed(0)).join(", ")} ms; ` +
      `a keystroke ${at(0.5)} ms (fastest ${at(0)}, 95 % ${at(0.95)})`,
  );
}
