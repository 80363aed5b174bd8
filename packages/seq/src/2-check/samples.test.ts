import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createSource, renderText } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";

const folder = new URL("../../../../../shared/language/samples/", import.meta.url);
const isThere = existsSync(folder);
const names = isThere ? readdirSync(folder).filter((name) => name.endsWith(".seq")) : [];

function read(name: string): string | undefined {
  const path = new URL(name, folder);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

describe.skipIf(!isThere)("the samples of the reference (skipped where ../shared/language is absent)", () => {
  it.each(names)("%s checks without errors or warnings", (name) => {
    const source = createSource(name, read(name) ?? "");
    const { file } = parse(source);
    const { spec, diagnostics } = check(file, { source, read });
    expect(
      renderText(
        diagnostics.filter(({ severity }) => severity !== "hint"),
        source,
      ),
    ).toBe("");
    expect(spec).toBeDefined();
  });
});
