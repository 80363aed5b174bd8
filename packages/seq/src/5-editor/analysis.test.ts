import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardFiles } from "../std/standard-library.ts";
import { type Analysis, analyse } from "./analysis.ts";
import { hoverAt } from "./hover.ts";
import { inlayHints } from "./inlay-hints.ts";

/** Definitions that use each other, an imported one, a constant, and names that are read by nobody. */
const text = `seq 1
import "cells.seq" as own

let hidden = 8

block Deep(x: [batch, time, f], width) -> [batch, time, width] {
  x -> Wide(width) -> Wide(width)
}

block Wide(x: [batch, time, f], width, drop = 0.1) -> [batch, time, width] {
  x -> own.leaky(width) -> dropout(drop)
}

cell total(x: [in], n) {
  state h: [n]
  idle = tanh(x)
  h' = h + affine(x)
  2 * h'
}

cell alone(x: [in], n) {
  state h: [n]
  h' = tanh(affine(x, h))    ## all there is
}

model M(x: [batch, time, 3]) -> [batch, hidden] {
  x -> Deep(hidden) -> total(hidden) -> alone(hidden) -> last
}
`;

const cells = standardFiles["cells.seq"] ?? "";
const options = { read: (path: string) => (path === "cells.seq" ? cells : undefined) };

/** What a reader sees of an analysis. */
function seen(analysis: Analysis) {
  const { source, diagnostics } = analysis;
  const places = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => Math.round(share * source.text.length));
  return {
    diagnostics,
    hints: inlayHints(analysis),
    hovers: places.map((place) => hoverAt(analysis, place)),
  };
}

describe("an analysis with the one before", () => {
  it("is what an analysis afresh is, after any edits", () => {
    const edit = fc.record({
      at: fc.nat(text.length),
      gone: fc.nat(12),
      put: fc.constantFrom(
        "",
        "x",
        "\n",
        "hidden",
        "2 * ",
        "tanh",
        "# a\n",
        "total",
        "}\n",
        "let drop = 2\n",
        "Wide",
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let now = text;
        let analysis = analyse(now, options);
        for (const { at, gone, put } of edits) {
          now = now.slice(0, at) + put + now.slice(at + gone);
          analysis = analyse(now, options, analysis);
          expect(seen(analysis), now).toEqual(seen(analyse(now, options)));
        }
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("checks again what changed, what uses it, and what something was said about", () => {
    const before = analyse(text, options);
    const checkedAgain = (now: string, read = options.read) => {
      const after = analyse(now, { read }, before);
      const solutions = new Set([...before.checked.bodies.values()].map(({ solution }) => solution));
      return [...after.checked.bodies]
        .filter(([{ kind }, { solution }]) => kind !== "model" && !solutions.has(solution))
        .map(([{ name }]) => name.text);
    };
    expect(before.diagnostics.map(({ code }) => code)).toEqual(["unused"]); // idle, of total
    expect(checkedAgain(`${text}\n# a comment below\n`)).toEqual(["total"]);
    expect(checkedAgain(text.replace("let hidden", "\n\nlet hidden"))).toEqual(["total"]);
    expect(checkedAgain(text.replace("dropout(drop)", "dropout( drop)")).sort()).toEqual([
      "Deep",
      "Wide",
      "total",
    ]);
    expect(checkedAgain(text.replace("hidden = 8", "hidden = 9")).length).toBeGreaterThan(5);
    expect(checkedAgain(text, () => `${cells}\n# changed`).length).toBeGreaterThan(5);
  });

  it("finds definitions that use each other again", () => {
    const ring = `seq 1\n${["A", "B"].map((name) => `block ${name}(x: [n]) -> [n] {\n  x -> ${name === "A" ? "B" : "A"}\n}\n`).join("")}`;
    const before = analyse(ring);
    expect(before.diagnostics.map(({ code }) => code)).toEqual(["recursion"]);
    expect(analyse(`${ring}\n`, {}, before).diagnostics).toEqual(before.diagnostics);
  });
});
