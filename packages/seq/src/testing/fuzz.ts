/**
 * Feeds damaged texts to everything that reads texts, and looks for what may not happen: an error without a code, a
 * place outside the text, more than two seconds, a change of `Object.prototype`.
 */
import { renderText, SeqError } from "@seqloom/diagnostic";
import { type ParseResult, parse } from "../1-parse/parse.ts";
import { fromJson } from "../4-format/json/from-json.ts";
import { toJson } from "../4-format/json/to-json.ts";
import { formattingSettles } from "./format-properties.ts";
import { mutate } from "./mutate.ts";
import { drawFrom, pick } from "./random.ts";

/** Looks at one text as parsed, and throws anything but a `SeqError` where something is wrong with the program. */
export type Probe = (result: ParseResult) => void;

export interface FuzzOptions {
  readonly seed: number;
  /** Stops after so many texts, */
  readonly cases: number;
  /** or after so many seconds. */
  readonly seconds: number;
  readonly texts: readonly [string, ...string[]];
  readonly probes: readonly Probe[];
  /** Milliseconds one look at one text may take, */
  readonly limitMs: number;
  /** by this clock. One of processor time is fair on a busy machine. */
  readonly clock: () => number;
}

/** A text that something went wrong with. */
export interface Finding {
  readonly seed: number;
  readonly text: string;
  readonly what: string;
}

export interface FuzzReport {
  readonly cases: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
}

/** Runs until the cases or the time are used up, or ten findings are made. */
export function fuzz(options: FuzzOptions): FuzzReport {
  const { seed, cases, seconds, texts, probes, limitMs, clock } = options;
  const findings: Finding[] = [];
  const until = performance.now() + seconds * 1_000;
  let slowestMs = 0;
  let done = 0;
  for (; done < cases && performance.now() < until && findings.length < 10; done++) {
    // Each text has a seed of its own, so that one finding can be had again alone.
    const draw = drawFrom(seed + done);
    const text = mutate(pick(draw, texts), draw, pick(draw, texts));
    let result: ParseResult | undefined;
    const read = () => {
      result = parse(text);
    };
    for (const probe of [read, ...probes.map((look) => () => result && look(result))]) {
      const started = clock();
      const fault = faultOf(probe);
      const tookMs = clock() - started;
      slowestMs = Math.max(slowestMs, tookMs);
      const what = fault ?? (tookMs > limitMs ? `took ${Math.round(tookMs)} ms` : undefined);
      if (what !== undefined) findings.push({ seed: seed + done, text, what });
    }
  }
  return { cases: done, findings, slowestMs };
}

function faultOf(probe: () => void): string | undefined {
  const before = objectPrototype();
  try {
    probe();
  } catch (error) {
    if (!(error instanceof SeqError))
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const after = objectPrototype();
  const isSame = after.length === before.length && after.every((part, i) => part === before[i]);
  return isSame ? undefined : "Object.prototype changed";
}

/** The names that every object has, and what stands behind them. */
function objectPrototype(): readonly unknown[] {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(Object.prototype));
  return descriptors.flatMap(([name, { value, get, set }]) => [name, value, get, set]);
}

/** What this half of the package reads texts with; checker and editor services bring their own. */
export const syntaxProbes: readonly Probe[] = [errorsProbe, formatProbe, jsonProbe, againProbe];

function errorsProbe({ diagnostics, source }: ParseResult): void {
  for (const { code, message, span } of diagnostics) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(code) || message === "")
      throw new Error(`no code or message: ${code} ${message}`);
    const isInside = span.start >= 0 && span.end >= span.start && span.end <= source.text.length;
    if (!isInside) throw new Error(`place outside: ${code}`);
  }
  renderText(diagnostics, source, { color: true });
}

function formatProbe(result: ParseResult): void {
  formattingSettles(result);
}

function jsonProbe({ diagnostics, file }: ParseResult): void {
  if (diagnostics.length === 0) fromJson(JSON.parse(JSON.stringify(toJson(file))));
}

/** A key is pressed in the middle, and taken back. */
function againProbe(first: ParseResult): void {
  const { text } = first.source;
  const middle = text.length >> 1;
  const pressed = parse(`${text.slice(0, middle)}x${text.slice(middle)}`, first);
  const back = parse(text, pressed);
  if (JSON.stringify(back.file) !== JSON.stringify(first.file))
    throw new Error("parsing again gives another tree");
}
