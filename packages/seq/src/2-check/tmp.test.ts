import { readFileSync } from "node:fs";
import { createSource, renderText } from "@seqloom/diagnostic";
import { rng, zeros } from "@seqloom/tensor";
import { it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { buildModel } from "../3-lower/build-model.ts";
import { constant, numberOf, substitute, symbolsOf } from "./axes/polynomial.ts";
import { check } from "./check.ts";

it("prints", () => {
  for (const text of readFileSync("/tmp/try.seq", "utf8").split("=====\n")) {
    const source = createSource("try.seq", text);
    const parsed = parse(source);
    const { diagnostics, spec } = check(parsed.file, { source });
    console.log(
      renderText(
        [...parsed.diagnostics, ...diagnostics].filter((d) => d.severity !== "hint"),
        source,
      ) || "RIGHT",
    );
    if (!spec) continue;
    const vocab = new Map<string, number>();
    const size = (p: any) => {
      let q = p;
      for (const s of symbolsOf(p)) {
        if (s.startsWith("~")) vocab.set(s.slice(1), 7);
        q = substitute(q, s, constant(s.startsWith("~") ? 7 : s === "batch" ? 2 : 5));
      }
      return numberOf(q) ?? -1;
    };
    const fields = Object.entries(spec.fields).map(([name, t]) => ({
      name,
      dtype: (t.of ? "i32" : "f32") as any,
      shape: t.axes.map((a) => size(a.size)),
    }));
    for (const t of Object.values(spec.fields)) if (t.of) size(t.of.size);
    for (const m of spec.models) {
      try {
        const model = buildModel(spec, m.name, {
          fields: fields.map((f) => ({ ...f, shape: [1, ...f.shape.slice(1)] })),
          vocabularies: vocab,
        });
        const out = model.apply(
          model.init(rng(1)),
          Object.fromEntries(fields.map((f) => [f.name, zeros(f.shape, f.dtype)])),
        );
        console.log(
          m.name,
          Object.entries(out.outputs)
            .map(([n, v]) => `${n} ${v.shape}`)
            .join("; "),
          "|",
          Object.entries(model.parameters)
            .map(([p, x]) => `${p} ${x.shape}`)
            .join(", "),
        );
      } catch (e) {
        console.log(
          "BUILD",
          e instanceof Error ? `${e.message}\n${e.stack?.split("\n").slice(1, 5).join("\n")}` : e,
        );
      }
    }
  }
});
