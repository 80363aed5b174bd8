import { readdirSync, readFileSync } from "node:fs";
import { renderText } from "@seqloom/diagnostic";
import { normal, rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { standardModule } from "../../scripts/generate-std.mjs";
import { parse } from "../1-parse/parse.ts";
import { check } from "../2-check/check.ts";
import { buildModel } from "../3-lower/build-model.ts";
import { format } from "../4-format/format.ts";
import { standardDefinitions, standardFiles } from "./standard-library.ts";

const folder = new URL("../../std/", import.meta.url);
const definitions = standardDefinitions();

describe("the standard library", () => {
  it("is in the module as it is in its files: run scripts/generate-std.mjs if not", () => {
    expect(readFileSync(new URL("texts.ts", import.meta.url), "utf8")).toBe(standardModule());
    expect(Object.keys(standardFiles)).toEqual(readdirSync(folder).sort());
    for (const [name, text] of Object.entries(standardFiles))
      expect(text).toBe(readFileSync(new URL(name, folder), "utf8"));
  });

  it.each(Object.entries(standardFiles))("%s checks without a word and is formatted", (_, text) => {
    const { file, source } = parse(text);
    const { diagnostics } = check(file, { source });
    const told = diagnostics.filter(({ code }) => code !== "hides-built-in"); // what the built-in cells are for
    expect(renderText(told, source)).toBe("");
    expect(format(text).text).toBe(text);
  });

  it.each(definitions)(
    "$name says what it is and where it comes from, and stands alone",
    ({ doc, text, head }) => {
      expect(doc.length).toBeGreaterThan(20);
      expect(text).toContain(head);
      const { file, source, diagnostics } = parse(text);
      expect(diagnostics).toEqual([]);
      const { diagnostics: found } = check(file, { source });
      expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(format(text).text).toBe(text);
    },
  );

  // attentive checks; lowering gives keys inside of cells a size of 1 while it looks for weights.
  it.each(definitions.filter(({ name }) => name !== "attentive"))(
    "$name runs on numbers, and what it gives depends on them",
    ({ name, text, kind }) => {
      const { file, source } = parse(`${text}\n${modelFor(name, kind)}`);
      const { spec, diagnostics } = check(file, { source });
      expect(
        renderText(
          diagnostics.filter(({ severity }) => severity === "error"),
          source,
        ),
      ).toBe("");
      if (spec === undefined) return;
      const isAhead = name === "Ahead";
      const shapes = { x: [2, 5, 4], ...(isAhead && { known: [2, 3, 1] }) };
      const fields = Object.entries(shapes).map(([field, shape]) => ({
        name: field,
        dtype: "f32" as const,
        shape,
      }));
      const model = buildModel(spec, "Test", { fields, vocabularies: new Map() });
      const params = model.init(rng(1));
      const given = Object.fromEntries(
        Object.entries(shapes).map(([field, shape], i) => [field, normal(rng(2 + i), shape)]),
      );
      const out = (x: Tensor) => Array.from((model.apply(params, { ...given, x }).outputs.y as Tensor).data); // run on tensors
      const before = normal(rng(2), [2, 5, 4]);
      const first = out(before);
      expect(first.every(Number.isFinite)).toBe(true);
      const changed = normal(rng(9), [2, 5, 4]);
      expect(out(changed)).not.toEqual(first);
    },
  );
});

/** How each that is not `x -> name` or `x -> name(6)` is used on a sequence, down to one value an example. */
const uses: Readonly<Record<string, string>> = {
  Ahead: "Ahead(x, known, 6) -> linear(1) -> sum",
  BothEnds: "x -> BothEnds(6) -> linear(horizon)",
  Deep: "x -> Deep(6) -> last -> linear(horizon)",
  Pooled: "x -> Pooled -> linear(horizon)",
};

/** A model around one definition, with data for it. */
function modelFor(name: string, kind: string): string {
  const isAhead = name === "Ahead";
  const known = isAhead ? "  ahead   p\n  known   p\n" : "";
  const use = uses[name] ?? `x -> ${kind === "cell" ? `${name}(6)` : name} -> last -> linear(horizon)`;
  return `data {
  source  given
  time    row
  input   a, b, c, d
${known}  target  a
  window  5
  horizon ${isAhead ? 3 : 1}
}
model Test(x: [batch, time, f]${isAhead ? ", known: [batch, horizon, p]" : ""}) -> [batch, horizon] {
  ${use}
}
`;
}
