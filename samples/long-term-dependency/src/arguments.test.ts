import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { settings } from "./study.ts";

describe("readArguments", () => {
  it("runs everything if nothing is said", () => {
    const chosen = readArguments([]);
    expect(chosen).toMatchObject({ seeds: settings.seeds, steps: 2000, write: false });
    expect("tasks" in chosen && [chosen.tasks.length, chosen.cells.length]).toEqual([3, 3]);
  });

  it("takes options more than once, and --quick where nothing else is said", () => {
    const chosen = readArguments(["--seed", "4", "--seed", "5", "--cell", "gru", "--quick"]);
    expect(chosen).toMatchObject({ seeds: [4, 5], cells: ["gru"], steps: 100 });
  });

  it.each([
    ["--tsak adding-50", "no option tsak"],
    ["--task adding", "no task adding"],
    ["--cell lsmt", "no cell lsmt"],
    ["--steps many", "--steps is a whole number"],
    ["--seed 1.5", "--seed is a whole number"],
    ["adding-50", "no option adding-50"],
  ])("refuses %s and lists what there is", (line, message) => {
    const refused = readArguments(line.split(" "));
    expect(refused).toMatchObject({ exitCode: 1 });
    expect("message" in refused && refused.message).toContain(message);
    expect("message" in refused && refused.message).toContain("adding-50, adding-100, copy");
  });
});
