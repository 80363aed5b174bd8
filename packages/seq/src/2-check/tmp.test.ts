import { readFileSync } from "node:fs";
import { createSource, renderText } from "@seqloom/diagnostic";
import { it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";

it("prints", () => {
  for (const text of readFileSync("/tmp/try.seq", "utf8").split("=====\n")) {
    const source = createSource("try.seq", text);
    const parsed = parse(source);
    const { diagnostics } = check(parsed.file, {
      source,
      facts: () => ({
        columns: ["date", "open", "high", "low", "close", "adjclose", "volume"],
        rows: 2500,
        dates: ["date"],
      }),
      read: (p) => {
        try {
          return readFileSync(`/work/shared/language/samples/${p}`, "utf8");
        } catch {
          return undefined;
        }
      },
    });
    console.log(renderText([...parsed.diagnostics, ...diagnostics], source));
  }
});
