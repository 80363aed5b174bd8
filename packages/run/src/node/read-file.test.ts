import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { folderAccess } from "../node.ts";

const folder = mkdtempSync(join(tmpdir(), "seqloom read "));
afterAll(() => rmSync(folder, { recursive: true }));
const files = folderAccess(folder);

/** Reads a file of these bytes. */
function read(...parts: readonly (string | readonly number[])[]): Promise<string> {
  writeFileSync(join(folder, "a.csv"), Buffer.concat(parts.map((part) => Buffer.from(part as string)))); // or bytes
  return files.read("a.csv");
}

describe("a file of a folder", () => {
  it("is read as it is: mark of the byte order, letters of any script, and a sign that stands for a lost one", async () => {
    for (const text of ["", "\uFEFFdate,close\r\n", "é ß 한 🙂", "lost: \uFFFD"])
      expect(await read(text)).toBe(text);
  });

  it.each([
    ["Latin-1", ["name\nJos", [0xe9], "\n"], 2],
    ["UTF-16 with its mark", [[0xff, 0xfe, 0x61, 0x00]], 1],
    ["UTF-16 without", [[0x61, 0x00, 0x0a, 0x00]], 1],
    ["a picture", ["\n\n", [0x89, 0x50, 0x4e, 0x47, 0x00]], 3],
    ["cut off within a letter", ["a\nb\n", [0xed, 0x95]], 3],
  ])("in %s is refused with its line", async (_, parts, line) => {
    await expect(read(...parts)).rejects.toMatchObject({
      code: "file-encoding",
      details: { path: "a.csv", line },
      message: expect.stringContaining(`a.csv, line ${line}: `),
    });
  });

  it("is found by its absolute path too", async () => {
    await read("x\n");
    expect(await files.read(join(folder, "a.csv"))).toBe("x\n");
  });

  it.each([
    ["none.csv", "file-missing"],
    ["a.csv/b.csv", "file-missing"],
    [".", "file-unreadable"],
  ])("that is not there or none is named as the spec names it: %s", async (path, code) => {
    await read("x\n");
    const refusal = expect(files.read(path)).rejects;
    await refusal.toMatchObject({ code, details: { path } });
    await refusal.not.toMatchObject({ message: expect.stringContaining(folder) });
  });
});
