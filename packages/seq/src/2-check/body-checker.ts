/**
 * Checks the bodies of a file's definitions, each once, and expands them where a model is built.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Definition } from "../1-parse/syntax.ts";
import { emptySolution } from "./axes/axis.ts";
import { type InferredDefinition, inferDefinition } from "./body/infer-definition.ts";
import type { Bodies, CallBinding, Note, Scope } from "./body/scope.ts";
import type { Checked, Entry } from "./library.ts";
import { Reporter } from "./reporter.ts";
import type { TypedBody } from "./types.ts";

/** Calls in calls in calls: more than this many bodies are no model. */
const bodiesAtMost = 20_000;

/** What checks of bodies find beside mistakes. */
export interface BodyNotes {
  readonly notes: readonly Note[];
  readonly solution: Scope["solution"];
  /** Everything that was read in it, to find what nobody reads. */
  readonly used: ReadonlySet<string>;
  readonly body: TypedBody;
}

export class BodyChecker implements Bodies {
  readonly expands: boolean;
  /** By definition, for hover and the like. */
  readonly found = new Map<Definition, BodyNotes>();
  private readonly reporter: Reporter;
  private readonly checked = new Map<Definition, Checked>();
  private readonly busy: string[] = [];
  private expanded = 0;

  /** @param expands  whether bodies are written out at every call */
  constructor(reporter: Reporter, expands: boolean) {
    this.reporter = reporter;
    this.expands = expands;
  }

  check(entry: Entry): Checked | undefined {
    const { definition } = entry;
    const before = this.checked.get(definition);
    if (before !== undefined) return before;
    const title = definition.name.text;
    const at = this.busy.indexOf(title);
    if (at >= 0) return { traits: [], cycle: [...this.busy.slice(at), title] };
    this.busy.push(title);
    // An imported file is told about its own mistakes when it is checked itself.
    const reporter = entry.isImported ? new Reporter(undefined) : this.reporter;
    const inferred = inferDefinition({ entry, reporter, solution: emptySolution(), bodies: this });
    this.busy.pop();
    this.keep(definition, inferred);
    const checked: Checked = { traits: inferred.traits };
    this.checked.set(definition, checked);
    return checked;
  }

  /** What was found in a body, for services. */
  keep(definition: Definition, { scope, body }: InferredDefinition): void {
    this.found.set(definition, { notes: scope.notes, solution: scope.solution, used: scope.used, body });
  }

  expand(
    entry: Entry,
    binding: CallBinding,
    scope: Scope,
    span: Span,
    always = false,
  ): TypedBody | undefined {
    if (!this.expands && !always) return undefined;
    if (++this.expanded > bodiesAtMost) {
      if (this.expanded === bodiesAtMost + 1) {
        scope.reporter.error("model-large", `this model has more than ${bodiesAtMost} blocks in it`, span, {
          help: "use fewer repeats, or blocks that hold less",
        });
      }
      return undefined;
    }
    const reporter = new Reporter(undefined, span);
    const inner = inferDefinition({ entry, reporter, solution: scope.solution, bodies: this, binding });
    for (const { code, message, severity, help } of reporter.diagnostics) {
      if (severity === "error" && this.expands)
        scope.reporter.error(code, `in ${entry.definition.name.text}: ${message}`, span, { help });
    }
    return inner.body;
  }
}
