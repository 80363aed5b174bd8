import { describe, expect, it } from "vitest";
import { scoringBar } from "./scoring-bar.ts";

describe("the bar of scoring", () => {
  it("stays away for two seconds, then shows what is done", () => {
    let now = 0;
    const written: string[] = [];
    const err = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
    const bar = scoringBar({ err, now: () => now });
    for (now = 0; now < 2000; now += 100) bar.update("metrics of the test part", now / 4000);
    expect(written).toEqual([]);
    now = 2000;
    bar.update("metrics of the test part", 0.5);
    expect(written.join("")).toContain("50%  metrics of the test part");
    bar.update("findings", 0.1); // other work has two seconds of its own
    expect(written.join("")).not.toContain("findings");
  });
});
