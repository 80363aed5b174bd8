/**
 * Damages texts in the ways that texts get damaged, and in those that a hostile author would try.
 */
import { scan } from "../1-parse/scan.ts";
import { type Draw, pick } from "./random.ts";

type Mutation = (text: string, draw: Draw, other: string) => string;

const awkward: readonly [string, ...string[]] = [
  ...([
    "\0",
    "\u2028",
    "\uFEFF",
    "\u200d",
    "\u202e",
    "\ud800",
    "\udfff",
    "e\u0301",
    "😀",
    "\u00a0",
    "\r",
    "\v",
  ] as const),
  ...(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"] as const),
  ...([
    "1e999",
    "1e-999",
    "9".repeat(400),
    "0x10",
    "1_000_000",
    "-0",
    "NaN",
    "Infinity",
    "99999999999999999999",
  ] as const),
  ...([
    "->",
    "=",
    "==",
    "'",
    "''",
    '"',
    '"\\',
    "#",
    "##",
    "###",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ":",
    "_",
  ] as const),
  ...([
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "seq 1\n",
    "let ",
    "repeat 2 {\n",
    "\nmodel M(",
    "\ndata {\n",
    "of ",
    "not ",
  ] as const),
  ...(["$(exit)", "');throw 1;('", "<script>", "../../../etc/passwd", "%00", "`"] as const),
];

const mutations: readonly [Mutation, ...Mutation[]] = [
  insertAwkward,
  flipByte,
  dropToken,
  doubleToken,
  swapTokens,
  truncate,
  nest,
  chain,
  repeatPart,
  splice,
];

/** A text with one to four mutations. `other` is a second text that parts are taken from. */
export function mutate(text: string, draw: Draw, other: string): string {
  let mutated = text;
  for (let n = 1 + draw(4); n > 0; n--) mutated = pick(draw, mutations)(mutated, draw, other);
  return mutated;
}

function put(text: string, at: number, inserted: string, gone = 0): string {
  return text.slice(0, at) + inserted + text.slice(at + gone);
}

function insertAwkward(text: string, draw: Draw): string {
  return put(text, draw(text.length + 1), pick(draw, awkward), draw(4));
}

function flipByte(text: string, draw: Draw): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return text;
  const at = draw(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8));
  return new TextDecoder().decode(bytes);
}

function tokenAt(text: string, draw: Draw): { start: number; end: number } {
  const tokens = scan(text);
  return tokens[draw(Math.max(1, tokens.length))] ?? { start: 0, end: 0 };
}

function dropToken(text: string, draw: Draw): string {
  const { start, end } = tokenAt(text, draw);
  return put(text, start, "", end - start);
}

function doubleToken(text: string, draw: Draw): string {
  const { start, end } = tokenAt(text, draw);
  return put(text, end, text.slice(start, end));
}

function swapTokens(text: string, draw: Draw): string {
  const [a, b] = [tokenAt(text, draw), tokenAt(text, draw)].sort((x, y) => x.start - y.start);
  if (a === undefined || b === undefined || a.end > b.start) return text;
  const [first, between, second] = [
    text.slice(a.start, a.end),
    text.slice(a.end, b.start),
    text.slice(b.start, b.end),
  ];
  return put(text, a.start, second + between + first, b.end - a.start);
}

function truncate(text: string, draw: Draw): string {
  return draw(2) === 0 ? text.slice(0, draw(text.length + 1)) : text.slice(draw(text.length + 1));
}

const brackets: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ["(", ")"],
  ["f(", ")"],
  ["[", "]"],
  ["repeat 2 {\n", "\n}"],
  ["data {\n", "\n}"],
  ["f(a = (", "))"],
  ["-(", ")"],
];

/** Opens many brackets, and perhaps closes them. */
function nest(text: string, draw: Draw): string {
  const [open, close] = pick(draw, brackets);
  const depth = pick(draw, [3, 60, 101, 1_000, 20_000]);
  return put(
    text,
    draw(text.length + 1),
    `${open.repeat(depth)}x${draw(2) === 0 ? close.repeat(depth) : ""}`,
  );
}

/** A long row of one thing. */
function chain(text: string, draw: Draw): string {
  const link = pick(draw, [
    "x + ",
    "-",
    "not ",
    "x ^ ",
    "x -> f",
    "x, ",
    "a = ",
    "'",
    '"',
    "x.",
    "1",
    "# ",
    "x\n",
    "{}",
    "\n",
    "(",
  ]);
  return put(text, draw(text.length + 1), link.repeat(pick(draw, [5, 120, 300, 3_000])));
}

function repeatPart(text: string, draw: Draw): string {
  const start = draw(text.length + 1);
  const part = text.slice(start, start + draw(200));
  return put(text, start, part.repeat(draw(50)));
}

function splice(text: string, draw: Draw, other: string): string {
  const from = draw(other.length + 1);
  return put(text, draw(text.length + 1), other.slice(from, from + draw(400)), draw(400));
}
