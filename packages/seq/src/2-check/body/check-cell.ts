import { type Axis, endOf, isOpen } from "../axes/axis.ts";
import { titleOf } from "../library.ts";
import type { Scope } from "./scope.ts";

/** Every state gets a new value, and there is one. */
export function checkStates(scope: Scope): void {
  const { definition, reporter } = scope;
  for (const [name, given] of scope.states) {
    if (
      given !== undefined ||
      scope.poisoned.has(`${name}'`) ||
      definition.body.some(({ kind }) => kind === "broken")
    )
      continue;
    const span = scope.names.get(name)?.span ?? definition.name.span;
    reporter.error("state-not-updated", `state ${name} never gets a new value`, span, {
      help: `add \`${name}' = ...\`, or remove ${name}`,
    });
  }
  if (scope.states.size === 0 && !definition.body.some(({ kind }) => kind === "broken")) {
    reporter.error(
      "state-missing",
      `${titleOf(definition)} carries nothing from step to step`,
      definition.name.span,
      { help: "declare `state h: [hidden]`, or write a block" },
    );
  }
}

/** Nothing may be left open: a weight needs a size. */
export function checkWidths(scope: Scope): void {
  const { definition, reporter } = scope;
  const told = new Set<Axis>();
  for (const { axis: width, span, written, targets } of scope.opens) {
    const end = endOf(width);
    if (!isOpen(end) || told.has(end)) continue;
    told.add(end);
    const unused = targets.find((name) => !scope.used.has(name) && !scope.states.has(name));
    const size = definition.params.find(({ role }) => role === "size")?.name.text ?? "32";
    const because = unused === undefined ? "" : `, since \`${unused}\` is never used`;
    reporter.error("affine-size", `nothing says how wide this result is${because}`, span, {
      help: `${unused === undefined ? "" : "remove it, or "}write \`${written}, to = ${size})\``,
    });
    if (unused !== undefined) scope.used.add(unused);
  }
}
