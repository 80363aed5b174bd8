import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const messy = "seq 1\nlet  hidden=8  # width\n";
const neat = "seq 1\n\nlet hidden = 8    # width\n";
const broken = "seq 1\nlet hidden = \n";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seqloom fmt "));
});

const run = (args: string, input = "") => runCommand(folder, args, { input });

function file(name: string, text: string, mode = 0o644): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
}

describe("seqloom fmt", () => {
  it("writes files in their one form and names those that changed", async () => {
    const [a, b] = [file("a.seq", messy), file("b.seq", neat)];
    expect(await run("fmt a.seq b.seq")).toEqual({ code: 0, out: "a.seq\n", err: "" });
    expect([readFileSync(a, "utf8"), readFileSync(b, "utf8")]).toEqual([neat, neat]);
    expect(readdirSync(folder).sort()).toEqual(["a.seq", "b.seq"]);
  });

  it("--check writes nothing and ends with 1 where something would change", async () => {
    const a = file("a.seq", messy);
    expect(await run("fmt --check a.seq")).toEqual({ code: 1, out: "a.seq\n", err: "" });
    expect(readFileSync(a, "utf8")).toBe(messy);
    file("a.seq", neat);
    expect(await run("fmt --check a.seq")).toEqual({ code: 0, out: "", err: "" });
  });

  it("leaves a file that does not parse as it is, says why, and formats the others", async () => {
    const [a, b] = [file("a.seq", broken), file("b.seq", messy)];
    const { code, out, err } = await run("fmt a.seq b.seq");
    expect([code, out]).toEqual([1, "b.seq\n"]);
    expect(err).toContain("a.seq:2:");
    expect(err).toContain("a.seq stays as it is");
    expect([readFileSync(a, "utf8"), readFileSync(b, "utf8")]).toEqual([broken, neat]);
  });

  it("reads standard input for - and writes to standard output; nothing if it does not parse", async () => {
    expect(await run("fmt -", messy)).toEqual({ code: 0, out: neat, err: "" });
    expect(await run("fmt -", broken)).toMatchObject({ code: 1, out: "" });
    expect(await run("fmt --check -", messy)).toMatchObject({ code: 1, out: "-\n" });
  });

  it.skipIf(process.platform === "win32")(
    "keeps links and rights (skipped on Windows, which has neither so)",
    async () => {
      const a = file("a.seq", messy, 0o640);
      symlinkSync("a.seq", join(folder, "link.seq"));
      await run("fmt link.seq");
      expect(lstatSync(join(folder, "link.seq")).isSymbolicLink()).toBe(true);
      expect(readFileSync(a, "utf8")).toBe(neat);
      expect(statSync(a).mode & 0o777).toBe(0o640);
    },
  );

  it("names a file that is not there as it was written, and formats the others", async () => {
    const b = file("b.seq", messy);
    expect(await run("fmt none.seq b.seq")).toMatchObject({
      code: 1,
      out: "b.seq\n",
      err: expect.stringContaining("there is no file none.seq"),
    });
    expect(readFileSync(b, "utf8")).toBe(neat);
  });

  it("leaves a file alone whose letters it cannot read", async () => {
    const bytes = Buffer.from("seq 1\nlet  hidden=8  # caf\u00e9\n", "latin1");
    const a = join(folder, "a.seq");
    writeFileSync(a, bytes);
    expect(await run("fmt a.seq")).toMatchObject({ code: 1, err: expect.stringContaining("a.seq, line 2") });
    expect(readFileSync(a)).toEqual(bytes);
  });
});
