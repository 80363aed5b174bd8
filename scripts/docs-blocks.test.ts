import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { describe, expect, it } from "vitest";
import { blocksOf, expectedOutput } from "./docs-blocks/blocks.mjs";
import { pagesOf, writeBlocks } from "./docs-blocks/write.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("code blocks in the documentation", () => {
  for (const { page, line, file, code, runs } of writeBlocks(root)) {
    if (!runs) it.skip(`${page}:${line} is only type-checked`);
    else {
      it(`${page}:${line} runs and prints what it says`, async () => {
        const printed = await outputOf(() => import(/* @vite-ignore */ file));
        const expected = expectedOutput(code);
        if (expected.length > 0) expect(printed).toEqual(expected);
      });
    }
  }
});

describe("links in the documentation", () => {
  it.each(pagesOf(root))("%s links only to files that exist", (page) => {
    const text = readFileSync(join(root, page), "utf8").replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, "");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const files = targets
      .filter((target) => !/^[a-z]+:|^#/.test(target))
      .map((target) => target.replace(/#.*/, ""));
    const dead = files.filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(dead).toEqual([]);
  });
});

describe("blocksOf", () => {
  it("finds ts blocks with their lines, indented ones too, and sees which run", () => {
    const page = "# Page\n\n```ts\none();\n```\n\n```sh\nno\n```\n- item\n  ```ts no-run\n  two();\n  ```\n";
    expect(blocksOf(page)).toEqual([
      { line: 4, code: "one();\n", runs: true },
      { line: 12, code: "two();\n", runs: false },
    ]);
  });
});

describe("expectedOutput", () => {
  it("reads arrows behind code, on lines of their own and over several lines", () => {
    const code = "log(1); // -> 1\n// a word\n// -> [[1],\n//     [2]]\n// end\n//    x\n";
    expect(expectedOutput(code)).toEqual(["1", "[[1],", " [2]]"]);
  });
});

/** What the work prints through console.log, as lines. */
async function outputOf(work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (...values: unknown[]) => {
    lines.push(
      ...format(...values)
        .split("\n")
        .map((line) => line.trimEnd()),
    );
  };
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}
