/**
 * Checks the bodies of a file's definitions, each once, and expands them where a model is built.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition } from "../1-parse/syntax.ts";
import { emptySolution } from "./axes/axis.ts";
import { type InferredDefinition, inferDefinition } from "./body/infer-definition.ts";
import type { Bodies, CallBinding, Scope } from "./body/scope.ts";
import type { BodyNotes, KnownBody } from "./body-notes.ts";
import { callOrder } from "./call-order.ts";
import type { Checked, Entry } from "./library.ts";
import { lintBody } from "./lint/lint-body.ts";
import { Reporter } from "./reporter.ts";
import type { TypedBody } from "./types.ts";

/** Lines of a model with all its blocks and repeats written out: more of them are no model. */
const linesAtMost = 20_000;

export class BodyChecker implements Bodies {
  readonly expands: boolean;
  /** By definition, for hover and the like. */
  readonly found = new Map<Definition, BodyNotes>();
  /** Definitions of this file of which something was said. */
  readonly told = new Set<Definition>();
  private readonly reporter: Reporter;
  private readonly recalled: ReadonlyMap<Definition, KnownBody>;
  private readonly checked = new Map<Definition, Checked>();
  /** Definitions at work, each called by the one before. */
  private readonly busy: Definition[] = [];
  private readonly cycles = new Map<Definition, ReadonlyMap<Definition, readonly string[]>>();
  /** Expansions that are at work, and the lines that the outermost has brought so far. */
  private expanding = 0;
  private lines = 0;

  /**
   * @param expands   whether bodies are written out at every call
   * @param recalled  definitions that need no check
   */
  constructor(
    reporter: Reporter,
    expands: boolean,
    recalled: ReadonlyMap<Definition, KnownBody> = new Map(),
  ) {
    this.reporter = reporter;
    this.expands = expands;
    this.recalled = recalled;
  }

  /** What is known of a definition that has been checked. */
  known(definition: Definition): KnownBody | undefined {
    const [found, checked] = [this.found.get(definition), this.checked.get(definition)];
    return found && checked && { found, checked };
  }

  check(entry: Entry): Checked | undefined {
    const { definition } = entry;
    const before = this.done(definition);
    if (before !== undefined) return before;
    const cycle = this.cycleTo(definition);
    if (cycle !== undefined) return { traits: [], depth: 1, cycle };
    const { entries, cycles } = callOrder(
      entry,
      (one) => this.done(one) !== undefined || this.busy.includes(one),
    );
    for (const [caller, callees] of cycles) this.cycles.set(caller, callees);
    for (const one of entries) this.checkOne(one);
    return this.checked.get(definition);
  }

  private done(definition: Definition): Checked | undefined {
    const recalled = this.recalled.get(definition);
    if (recalled === undefined) return this.checked.get(definition);
    this.found.set(definition, recalled.found);
    this.checked.set(definition, recalled.checked);
    return recalled.checked;
  }

  /** The way from a definition back to itself, if the one at work is on it. */
  private cycleTo(definition: Definition): readonly string[] | undefined {
    const caller = this.busy.at(-1);
    const known = caller === undefined ? undefined : this.cycles.get(caller)?.get(definition);
    const at = this.busy.indexOf(definition);
    return known ?? (at < 0 ? undefined : [...this.busy.slice(at), definition].map(({ name }) => name.text));
  }

  /** What it calls has been checked before, unless it leads back here. */
  private checkOne(entry: Entry): void {
    const { definition, library } = entry;
    this.busy.push(definition);
    const reporter = this.reporter.another();
    const inferred = inferDefinition({ entry, reporter, solution: emptySolution(), bodies: this });
    this.busy.pop();
    this.keep(definition, inferred);
    // An imported file is told about its own mistakes when it is checked itself.
    if (!entry.isImported) {
      lintBody(definition, inferred.body, reporter);
      this.reporter.take(reporter);
      if (reporter.diagnostics.length > 0) this.told.add(definition);
    }
    const depths = [...inferred.scope.used].map((name) => {
      const callee = library.entries.get(name)?.definition;
      return (callee && this.checked.get(callee)?.depth) ?? 0;
    });
    this.checked.set(definition, { traits: inferred.traits, depth: 1 + Math.max(0, ...depths) });
  }

  /** What was found in a body, for services. */
  keep(definition: Definition, { scope, body }: InferredDefinition): void {
    const { notes, solution, used } = scope;
    this.found.set(definition, { notes, solution, used, body, shift: 0 });
  }

  expand(
    entry: Entry,
    binding: CallBinding,
    scope: Scope,
    span: Span,
    always = false,
  ): TypedBody | undefined {
    if (!this.expands && !always) return undefined;
    if (!this.expands && this.expanding === 0) this.lines = 0;
    const reporter = new Reporter(undefined, span);
    this.expanding += 1;
    const inner = inferDefinition({ entry, reporter, solution: scope.solution, bodies: this, binding });
    this.expanding -= 1;
    for (const { code, message, severity, help } of reporter.diagnostics) {
      if (severity === "error" && this.expands)
        scope.reporter.error(code, `in ${entry.definition.name.text}: ${message}`, span, { help });
    }
    return inner.body;
  }

  hasRoom(lines: number, span: Span, { expands, reporter }: Pick<Scope, "expands" | "reporter">): boolean {
    if (!expands) return true;
    if (this.lines > linesAtMost) return false;
    this.lines += lines;
    if (this.lines <= linesAtMost) return true;
    const message = `this model has more than ${linesAtMost} lines with its blocks and repeats written out`;
    reporter.error("model-large", message, span, { help: "use fewer repeats, or blocks that hold less" });
    return false;
  }
}
