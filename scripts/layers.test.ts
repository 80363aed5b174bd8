import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCycles } from "./layers/cycles.mjs";
import { declare } from "./layers/declare.mjs";
import { drawLayers, listDecisions, withPart } from "./layers/picture.mjs";
import { check } from "./layers/rules.mjs";
import { readLayers } from "./layers/table.mjs";
import { importsOf, readWorkspace } from "./layers/workspace.mjs";

const table = `{
  "everyone": ["base"],
  "packages": { "base": [], "low": [], "high": ["low"], "app-like": "all above" },
  "nodeOnly": ["app-like"]
}`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "layers "));
  write("layers.json", table);
  write("package.json", `{ "devDependencies": { "vitest": "4" } }`);
  addPackage("base", []);
  addPackage("low", ["base"]);
  addPackage("high", ["base", "low"]);
  addPackage("app-like", ["high"]);
});

afterEach(() => rmSync(root, { recursive: true }));

describe("layers", () => {
  it("finds no fault in a workspace that keeps to its table", () => {
    expect(faults()).toEqual([]);
  });

  it("fails when a forbidden import is added to any file, and names file, line and column", () => {
    write("packages/low/src/deep/inside.ts", `// first line\nexport { high } from "@seqloom/high";\n`);
    expect(faults()).toContain("layer-forbidden packages/low/src/deep/inside.ts:2:22");

    const script = fileURLToPath(new URL("layers.mjs", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
    expect(stderr).toContain("error[layer-forbidden]: low may not import high");
    expect(status).toBe(1);
  });

  it("fails on a forbidden dependency that nothing imports yet", () => {
    addPackage("low", ["base", "high"], `import "@seqloom/base";`);
    expect(faults()).toContain("layer-forbidden packages/low/package.json");
  });

  it.each([
    ["a type import", `import type { T } from "@seqloom/high";`],
    ["an import type", `export type T = import("@seqloom/high").T;`],
    ["a dynamic import", `export const later = () => import("@seqloom/high");`],
    ["a re-export", `export * from "@seqloom/high";`],
    ["an import over several lines", `import {\n  one,\n  two,\n} from "@seqloom/high";`],
  ])("sees %s", (_, text) => {
    write("packages/low/src/more.ts", text);
    expect(faults().join()).toContain("layer-forbidden packages/low/src/more.ts");
  });

  it("is not taken in by imports in comments and strings", () => {
    write(
      "packages/low/src/more.ts",
      `// import "@seqloom/high";\nexport const text = 'import "@seqloom/high"';\n`,
    );
    expect(faults()).toEqual([]);
  });

  it("lets a test look further, once its package declares it for development", () => {
    write("packages/base/src/base.test.ts", `import { it } from "vitest";\nimport "@seqloom/extra";\n`);
    write("layers.json", table.replace(`"low": []`, `"low": [], "extra": []`));
    addPackage("extra", []);
    expect(faults()).toEqual(["undeclared packages/base/src/base.test.ts:2:8"]);
    addPackage("base", [], undefined, ["extra"]);
    expect(faults()).toEqual([]);
  });

  it("refuses a circle of packages made by a test", () => {
    write("packages/base/src/base.test.ts", `import "@seqloom/low";\n`);
    addPackage("base", [], undefined, ["low"]);
    expect(faults()).toEqual(["package-cycle layers.json"]);
  });

  it("finds what is imported and not declared, and what is declared and not imported", () => {
    addPackage("high", ["base"], `import "@seqloom/low";\nimport "left-pad/index.js";\n`);
    expect(faults()).toEqual([
      "unused packages/high/package.json",
      "undeclared packages/high/src/index.ts:1:8",
      "undeclared packages/high/src/index.ts:2:8",
    ]);
  });

  it("refuses an import past the doors of a package", () => {
    write("packages/high/src/a.ts", `import "@seqloom/low/src/index.ts";\n`);
    write("packages/high/src/b.ts", `import "../../low/src/index.ts";\n`);
    write("packages/high/src/c.ts", `import "@seqloom/low/testing";\n`);
    expect(faults()).toEqual([
      "deep-import packages/high/src/a.ts:1:8",
      "deep-import packages/high/src/b.ts:1:8",
    ]);
  });

  it("keeps Node's modules to the /node door, tests and packages for Node only", () => {
    write("packages/low/src/files.ts", `import { readFileSync } from "fs";\n`);
    write("packages/low/src/leak.ts", `import "./node.ts";\n`);
    write("packages/low/src/node.ts", `import { readFileSync } from "node:fs";\nimport "./node/more.ts";\n`);
    write("packages/low/src/node/more.ts", `import "node:path";\n`);
    write("packages/low/src/low.test.ts", `import "node:fs";\nimport "./node.ts";\n`);
    write("packages/app-like/src/more.ts", `import "node:fs";\nimport "@seqloom/high";\n`);
    expect(faults()).toEqual([
      "node-import packages/low/src/files.ts:1:30",
      "node-import packages/low/src/leak.ts:1:8",
    ]);
  });

  it("refuses that what ships imports what is for tests", () => {
    write("packages/low/src/a.ts", `import "./tools.test.ts";\n`);
    write("packages/low/src/tools.test.ts", "");
    expect(faults()).toEqual(["test-import packages/low/src/a.ts:1:8"]);
  });

  it("shows a circle of files by its shortest way round", () => {
    write("packages/low/src/a.ts", `import "./b.ts";\n`);
    write("packages/low/src/b.ts", `import "./deep/c.ts";\nimport "./d.ts";\n`);
    write("packages/low/src/d.ts", `import "./deep/c.ts";\n`);
    write("packages/low/src/deep/c.ts", `import type { A } from "../a.ts";\n`);
    const [fault, ...rest] = allFaults();
    expect(fault?.message).toContain("src/a.ts -> src/b.ts -> src/deep/c.ts -> src/a.ts");
    expect(rest).toEqual([]);
  });

  it("wants tsc to build exactly what a package depends on", () => {
    write("packages/high/tsconfig.json", tsconfig(["base", "app-like"]));
    expect(allFaults().map(({ message }) => message)).toEqual([
      "references lack ../low",
      "references name ../app-like",
    ]);
  });

  it("wants a row for each package and a package for each row", () => {
    write("layers.json", table.replace(`"low": []`, `"gone": []`).replace(`["low"]`, "[]"));
    expect(faults()).toEqual(
      expect.arrayContaining(["layer-empty layers.json", "layer-missing packages/low/package.json"]),
    );
  });

  it("refuses a table whose rows look upwards", () => {
    expect(() =>
      readLayers(`{ "everyone": [], "packages": { "a": ["b"], "b": [] }, "nodeOnly": [] }`),
    ).toThrow("a names b");
  });
});

describe("layers --declare", () => {
  it("makes package.json and tsconfig.json name what is imported, and leaves other dependencies alone", () => {
    addPackage("high", ["base"], `import "@seqloom/low";\n`);
    const path = "packages/high/package.json";
    const manifest = JSON.parse(read(path));
    manifest.dependencies["left-pad"] = "1.0.0";
    write(path, JSON.stringify(manifest));
    for (const one of readWorkspace(root)) declare(root, one, ["base", "low", "high", "app-like"]);
    expect(JSON.parse(read(path)).dependencies).toEqual({
      "@seqloom/low": "workspace:^",
      "left-pad": "1.0.0",
    });
    expect(faults()).toEqual(["unused packages/high/package.json"]);
  });
});

describe("the picture of the layers", () => {
  it("stands each package on those that it may import", () => {
    const drawn = drawLayers(readLayers(table), new Map([["low", "the ground floor"]]));
    const floors = drawn.split("\n").filter((line) => line.startsWith("│"));
    expect(floors.map((line) => line.replace(/[│ ]+/g, " ").trim())).toEqual([
      "apps",
      "app-like",
      "high",
      "low",
      "base",
    ]);
    expect(drawn).toContain("| [high](../packages/high) |  | base, low |");
  });

  it("goes between its marks, and the same picture changes nothing", () => {
    const page = "# Page\n<!-- a: made by `pnpm layers --picture`, do not edit -->\n<!-- a: end -->\nafter\n";
    const once = withPart(page, "a", "picture");
    expect(once).toContain("-->\n\npicture\n\n<!-- a: end -->\nafter");
    expect(withPart(once, "a", "picture")).toBe(once);
    expect(() => withPart(page, "b", "picture")).toThrow("lacks the lines");
  });

  it("stands beside the list of decisions", () => {
    expect(listDecisions(new Map([["0001-x.md", "# 0001: Use x\n"]]))).toBe(
      "- [0001: Use x](decisions/0001-x.md)",
    );
  });
});

describe("cycles", () => {
  it("shows each knot once", () => {
    const graph = { a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"], e: ["a"], f: ["f"] };
    expect(findCycles(new Map(Object.entries(graph)))).toEqual([["a", "b"], ["c", "d"], ["f"]]);
  });
});

describe("importsOf", () => {
  it("counts lines and columns from 1, to the start of the specifier", () => {
    expect(importsOf(`\n  import "x";`)).toEqual([{ specifier: "x", line: 2, column: 10 }]);
  });
});

function allFaults() {
  return check(readWorkspace(root), readLayers(read("layers.json")), new Set(["vitest"]));
}

function faults(): string[] {
  return allFaults().map(({ code, where }) => `${code} ${where}`);
}

function addPackage(name: string, needs: string[], index?: string, forTests: string[] = []): void {
  const dependencies = Object.fromEntries(needs.map((other) => [`@seqloom/${other}`, "workspace:^"]));
  const devDependencies = Object.fromEntries(forTests.map((other) => [`@seqloom/${other}`, "workspace:^"]));
  const exports = { ".": "./src/index.ts", "./testing": "./src/testing.ts" };
  write(
    `packages/${name}/package.json`,
    JSON.stringify({ name: `@seqloom/${name}`, exports, dependencies, devDependencies }),
  );
  write(`packages/${name}/tsconfig.json`, tsconfig(needs));
  write(
    `packages/${name}/src/index.ts`,
    index ?? needs.map((other) => `import "@seqloom/${other}";\n`).join(""),
  );
}

function tsconfig(references: string[]): string {
  return JSON.stringify({
    include: ["src"],
    exclude: ["src/**/*.test.ts"],
    references: references.map((name) => ({ path: `../${name}` })),
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
