import fc from "fast-check";
import { expect, it } from "vitest";
import { createSource, lineSpan, offsetAt, positionAt } from "./source.ts";

const at = (text: string, offset: number) => positionAt(createSource("a", text), offset);

it("lines and columns count from 1", () => {
  expect(at("ab\ncd", 0)).toEqual({ line: 1, column: 1 });
  expect(at("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
});

it("a tab is one column, as editors count", () => {
  expect(at("\tab", 2)).toEqual({ line: 1, column: 3 });
});

it("CRLF ends a line once, and a lone CR ends none", () => {
  expect(at("ab\r\ncd", 4)).toEqual({ line: 2, column: 1 });
  expect(at("ab\rcd", 3)).toEqual({ line: 1, column: 4 });
});

it("wide and astral characters are one column each", () => {
  expect(at("世界x", 2)).toEqual({ line: 1, column: 3 });
  expect(at("😀😀x", 4)).toEqual({ line: 1, column: 3 });
});

it("a byte-order mark takes no column", () => {
  expect(at("\uFEFFseq", 1)).toEqual({ line: 1, column: 1 });
  expect(at("\uFEFFseq", 2)).toEqual({ line: 1, column: 2 });
});

it("an offset past the end is the end", () => {
  expect(at("ab\n", 99)).toEqual({ line: 2, column: 1 });
});

it("a line's span leaves out its line end and the byte-order mark", () => {
  const source = createSource("a", "\uFEFFab\r\ncd\n");
  const texts = [1, 2, 3]
    .map((line) => lineSpan(source, line))
    .map(({ start, end }) => source.text.slice(start, end));
  expect(texts).toEqual(["ab", "cd", ""]);
});

it("line and UTF-16 character lead back to the offset", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "\n", "😀", "\t", "世")), fc.nat(), (parts, seed) => {
      const source = createSource("a", parts.join(""));
      const offset = seed % (source.text.length + 1);
      const { line } = positionAt(source, offset);
      expect(offsetAt(source, line, offset - (source.lineStarts[line - 1] ?? 0))).toBe(offset);
    }),
    { seed: 1 },
  );
});
