import { describe, expect, it } from "vitest";
import { refusal } from "../refusal.test-tool.ts";
import { fitVocabulary, placesOf, sizeOfVocabulary, startMark, symbolAt } from "./vocabulary.ts";

const plain = { hasUnknown: false, hasMarks: false };

describe("vocabularies", () => {
  it("put unknown first, symbols in order, marks last", () => {
    const own = fitVocabulary("iso", "banana", { hasUnknown: true, hasMarks: true });
    expect(own.symbols).toEqual(["a", "b", "n"]);
    expect(sizeOfVocabulary(own)).toBe(6);
    expect(["a", "n", "?"].map(placesOf(own))).toEqual([1, 3, 0]);
    expect([0, 1, 2, 3, 4, 5].map((place) => symbolAt(own, place))).toEqual([
      "<unknown>",
      "a",
      "b",
      "n",
      "<start>",
      "<end>",
    ]);
    expect(startMark(own)).toBe(4);
  });

  it("have no place for a class that training never showed", () => {
    const own = fitVocabulary("language", ["Dutch", "Czech"], plain);
    expect(["Czech", "Dutch", "Irish", "constructor"].map(placesOf(own))).toEqual([0, 1, -1, -1]);
  });

  it("keep the most frequent, counting all places", () => {
    const own = fitVocabulary("text", "aaabbc", { hasUnknown: true, hasMarks: false, most: 3 });
    expect(own.symbols).toEqual(["a", "b"]);
    expect(sizeOfVocabulary(own)).toBe(3);
  });

  it("do not hang on the order of rows, and sort numbers as numbers", () => {
    expect(fitVocabulary("n", ["10", "9", "1"], plain).symbols).toEqual(["1", "9", "10"]);
    expect(fitVocabulary("n", ["b", "a", "10"], plain)).toEqual(fitVocabulary("n", ["10", "a", "b"], plain));
  });

  it("refuse nothing at all, and no room", () => {
    expect(refusal(() => fitVocabulary("a", [], plain)).code).toBe("vocabulary-empty");
    expect(
      refusal(() => fitVocabulary("a", "ab", { hasUnknown: true, hasMarks: true, most: 3 })),
    ).toMatchObject({
      code: "most-too-small",
      details: { extra: 3 },
    });
  });
});
