import { describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const run = (args: string) => runCommand(".", args);

describe("seqloom std", () => {
  it("lists cells and blocks with their heads and what they are", async () => {
    const { code, out } = await run("std");
    expect(code).toBe(0);
    expect(out).toContain(
      "cells.seq\n  cell rnn(x: [in], hidden)\n      Simple recurrent network (Elman 1990).",
    );
    expect(out).toContain("  block Residual(x: [batch, time, width], drop = 0.1) -> [batch, time, width]\n");
  });

  it("prints one as a file of its own, with the blocks it uses", async () => {
    expect((await run("std leaky")).out).toMatch(/^seq 1\n\n## A leaky integrator.*\ncell leaky\(.*\}\n$/s);
    expect((await run("std Deep")).out).toMatch(/^seq 1\n.*block Residual\(.*block Deep\(/s);
  });

  it("prints a whole file", async () => {
    expect((await run("std cells")).out).toBe((await run("std cells.seq")).out);
  });

  it.each(["constructor", "toString", "__proto__"])("has no %s, which every object has", async (name) => {
    expect(await run(`std ${name}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining("error[std-unknown]"),
    });
  });

  it("says what was probably meant", async () => {
    expect(await run("std peephol")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining(
        "error[std-unknown]: the standard library has no peephol; did you mean peephole?",
      ),
    });
  });
});
