import { describe, expect, it } from "vitest";
import { markedOnce } from "../testing/marked.ts";
import { analyse } from "./analysis.ts";
import { renameAt, renameTarget, withEdits } from "./rename.ts";

const cells = "seq 1\ncell leaky(x: [in], hidden) {\n  state h: [hidden]\n  h' = affine(x, h)\n}\n";

const spec = `seq 1
import "cells.seq" as own
let hidden = 8

data {
  source  csv("a.csv")
  time    date
  let     change = close - lag(close, 1)
  input   change
  target  next(change)
  window  10
}

model Next(x: [batch, time, feature]) -> [batch, time, target] {
  h = x -> own.leaky(hidden)
  g = h -> tanh
  g -> linear(target)
}

train {
  loss  mse
}
`;

function rename(piece: string, mark: string, newName: string) {
  expect(spec).toContain(piece);
  const { text, span } = markedOnce(spec.replace(piece, mark));
  const analysis = analyse(text, { read: () => cells });
  const result = renameAt(analysis, span.start, newName);
  return result.ok ? withEdits(text, result.edits) : result;
}

describe("rename", () => {
  it("changes every place, and the file stays right", () => {
    const text = rename("let hidden", "let ⟦hidden⟧", "width");
    expect(text).toBe(spec.replaceAll("hidden", "width"));
    expect(
      analyse(String(text), { read: () => cells }).diagnostics.filter(({ severity }) => severity === "error"),
    ).toEqual([]);
  });

  it("keeps the prime and the prefix", () => {
    const text = "seq 1\ncell c(x: [in], n) {\n  state h: [n]\n  h' = affine(x, h)\n}\n";
    const result = renameAt(analyse(text), text.indexOf("h:"), "memory");
    expect(result.ok && withEdits(text, result.edits)).toBe(
      "seq 1\ncell c(x: [in], n) {\n  state memory: [n]\n  memory' = affine(x, memory)\n}\n",
    );
  });

  it.each([
    ["rename-nothing", "-> tanh", "-> ⟦tanh⟧", "squash"],
    ["rename-nothing", "  loss", "  ⟦loss⟧", "cost"],
    ["rename-imported", "own.leaky", "own.⟦leaky⟧", "cell2"],
    ["rename-column", "lag(close", "lag(⟦close⟧", "price"],
    ["rename-field", "h = x", "h = ⟦x⟧", "input2"],
    ["rename-invalid", "  g = h", "  ⟦g⟧ = h", "2g"],
    ["rename-invalid", "  g = h", "  ⟦g⟧ = h", "not"],
    ["rename-taken", "  g = h", "  ⟦g⟧ = h", "h"],
    ["rename-taken", "  g = h", "  ⟦g⟧ = h", "x"],
    ["rename-taken", "let hidden", "let ⟦hidden⟧", "time"],
    ["rename-taken", "let hidden", "let ⟦hidden⟧", "target"],
  ])("refuses with %s", (code, piece, mark, newName) => {
    expect(rename(piece, mark, newName)).toMatchObject({ ok: false, code });
  });

  it("may hide a column of the source where that still means the same", () => {
    expect(rename("let     change", "let     ⟦change⟧", "close")).toContain(
      "let     close = close - lag(close, 1)",
    );
  });

  it("says before the new name is typed what it would change", () => {
    const analysis = analyse(spec, { read: () => cells });
    const start = spec.indexOf("hidden");
    expect(renameTarget(analysis, start)).toEqual({
      ok: true,
      span: { start, end: start + 6 },
      name: "hidden",
    });
    expect(renameTarget(analysis, 0)).toMatchObject({ ok: false, code: "rename-nothing" });
  });
});
