import { createSource } from "@seqloom/diagnostic";
import { check, format, parse } from "@seqloom/seq";
import { describe, expect, it } from "vitest";
import { presets, presetsIn } from "./presets.ts";

describe("presets", () => {
  it("holds the experiments that the language can say", () => {
    expect(presets.map(({ number }) => number)).toEqual([1, 3, 4, 5, 6, 7, 9, 10, 12, 14, 16]);
  });

  it.each(presets.map((preset) => [preset.id, preset]))("%s is told in Korean", (id, preset) => {
    const korean = presetsIn("ko").find((other) => other.id === id);
    expect(korean?.choices).toHaveLength(preset.choices.length);
    for (const word of ["title", "goal", "ask", "change"] as const) expect(korean?.[word]).toMatch(/[가-힣]/);
    expect(korean?.text).toBe(preset.text);
  });

  it.each(presets.map((preset) => [preset.id, preset.text]))("%s is a spec without errors", (id, text) => {
    const source = createSource(id, text);
    const { file, diagnostics } = parse(source);
    const found = [...diagnostics, ...check(file, { source, read: () => undefined }).diagnostics];
    expect(found.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  });

  it.each(presets.map((preset) => [preset.id, preset.text]))(
    "%s is laid out as the formatter does",
    (_, text) => {
      expect(format(text).text).toBe(text);
    },
  );
});
