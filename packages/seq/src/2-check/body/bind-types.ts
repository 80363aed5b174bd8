/**
 * What the names in a parameter's type stand for, given the axes that are handed in.
 */
import type { Axis as AxisSyntax, Param, Type as TypeSyntax } from "../../1-parse/syntax.ts";
import { type Axis, agree, axis, fixedAxes, nameOf, showAxis, sizeOf, unknownAxis } from "../axes/axis.ts";
import { showType, type Typed, type ValueType } from "../types.ts";
import { quoted } from "../written.ts";
import type { DefinitionCall } from "./definition-site.ts";
import type { Scope } from "./scope.ts";
import type { FreeName } from "./sizes.ts";
import { axisOfSize } from "./sizes.ts";

/** A name that nothing has bound yet: an unknown that later axes may solve. */
export function freshName(scope: Scope): FreeName {
  return (name) => {
    const fresh = unknownAxis(scope.solution);
    scope.sizes.set(name, fresh);
    return fresh;
  };
}

/** Binds one parameter; says so if what is handed in does not go with its type. */
export function bindType(
  call: DefinitionCall,
  formal: Scope,
  param: Param,
  input: Typed & { readonly type: ValueType },
  axes: readonly Axis[],
): boolean {
  const { type } = param;
  if (type === undefined) return false;
  const { reporter, solution } = call.scope;
  const wants = `${call.callee} takes ${param.name.text}: ${typeText(type)}`;
  const has = `${input.label} is ${showType({ ...input.type, axes }, solution)}`;
  if (type.axes.length !== axes.length) {
    reporter.error(
      "axis-missing",
      `${wants}; ${has}${call.entry.definition.kind === "cell" ? " at one step" : ""}`,
      call.span,
      {
        help: `give ${input.label} ${type.axes.length > axes.length ? "the axes it lacks" : "fewer axes"} first`,
      },
    );
    return false;
  }
  if (!bindVocabulary(call, formal, type, input, wants)) return false;
  return type.axes.every((syntax, i) => {
    const actual = axes[i];
    const why = actual === undefined ? undefined : bindAxis(syntax, actual, formal);
    if (why === undefined || actual === undefined) return true;
    const wanted = wantedAxis(syntax, formal);
    reporter.error(
      why,
      `${wants}; ${has}: ${wanted} and ${showAxis(actual, solution)} do not agree`,
      call.span,
      {
        help:
          why === "axis-name"
            ? `bring ${input.label} to ${wanted} first, or say that they are the same: \`rename(${showAxis(actual, solution)} = ${wanted})\``
            : "give both the same size",
      },
    );
    return false;
  });
}

function bindVocabulary(
  call: DefinitionCall,
  formal: Scope,
  type: TypeSyntax,
  input: Typed & { readonly type: ValueType },
  wants: string,
): boolean {
  const { reporter } = call.scope;
  if (type.of === undefined && input.type.of === undefined) return true;
  if (type.of === undefined) {
    reporter.error("index-arithmetic", `${wants}; ${input.label} holds places in a vocabulary`, call.span, {
      help: `look them up first: \`${input.label} -> embedding(16) -> ${call.written}\``,
    });
    return false;
  }
  if (input.type.of === undefined) {
    reporter.error("index-wanted", `${wants}; ${input.label} holds measurements`, call.span, {
      help: "hand in a value such as `[batch, time] of word`",
    });
    return false;
  }
  formal.sizes.set(type.of.text, input.type.of);
  return true;
}

/** Binds the names in one axis of a parameter; tells why it does not go with what was handed in. */
function bindAxis(
  { name, size }: AxisSyntax,
  actual: Axis,
  formal: Scope,
): "axis-name" | "axis-size" | undefined {
  if (size === undefined) return undefined;
  if (name === undefined && size.kind === "ref") {
    const known = formal.sizes.get(size.name);
    if (known === undefined) {
      formal.sizes.set(size.name, actual);
      return undefined;
    }
    if (fixedAxes.includes(size.name) && known.size.length === 1 && known.size[0]?.symbols[0] === size.name) {
      const given = nameOf(actual);
      if (given !== undefined && given !== size.name) return "axis-name";
      formal.sizes.set(
        size.name,
        given === undefined ? axis(size.name, sizeOf(actual, formal.solution)) : actual,
      );
      return undefined;
    }
  }
  const wanted = axisOfSize(size, formal, freshName(formal));
  if (wanted === undefined) return undefined;
  const isName = name === undefined && size.kind === "ref";
  const met = agree(
    isName ? wanted : axis(undefined, sizeOf(wanted, formal.solution)),
    actual,
    formal.solution,
  );
  if (typeof met === "string") return met;
  if (name !== undefined) formal.sizes.set(name.text, actual);
  return undefined;
}

function wantedAxis({ size }: AxisSyntax, formal: Scope): string {
  if (size === undefined) return "?";
  const known = size.kind === "ref" ? formal.sizes.get(size.name) : undefined;
  return known === undefined ? quoted(size) : showAxis(known, formal.solution);
}

/** `[batch, time] of word`, as it is written. */
export function typeText({ axes, of }: TypeSyntax): string {
  const parts = axes.map(({ name, size }) => {
    const text = size === undefined ? "?" : quoted(size);
    return name === undefined ? text : `${name.text} = ${text}`;
  });
  return `[${parts.join(", ")}]${of === undefined ? "" : ` of ${of.text}`}`;
}
