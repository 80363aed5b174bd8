import { describe, expect, it } from "vitest";
import { createProgress, formatSeconds } from "./progress.ts";
import { formatTable } from "./table.ts";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 100, written, write: (text: string) => written.push(text) };
}

describe("progress", () => {
  it("shows share, text and the time that is left at the pace so far", () => {
    let now = 0;
    const output = recorder(true);
    const progress = createProgress(output, () => now);
    now = 10_000;
    progress.update({ share: 0.25, text: "loss 0.4" });
    expect(output.written.join("")).toContain("25%  loss 0.4  30 s left");
  });

  it("does not redraw more often than the eye can follow", () => {
    let now = 0;
    const output = recorder(true);
    const progress = createProgress(output, () => now);
    for (now = 0; now < 1000; now += 1) progress.update({ share: now / 1000, text: "" });
    expect(output.written.length).toBeLessThan(20);
  });

  it("writes plain lines, rarely, where there is no terminal", () => {
    let now = 0;
    const output = recorder(false);
    const progress = createProgress(output, () => now);
    for (now = 0; now < 12_000; now += 100) progress.update({ share: now / 12_000, text: "loss" });
    progress.finish();
    expect(output.written.length).toBe(2);
    expect(output.written.join("")).not.toContain("\u001b");
  });

  it("says long times in minutes and hours", () => {
    expect([0, 59.4, 200, 3900].map(formatSeconds)).toEqual(["0 s", "59 s", "3 min 20 s", "1 h 05 min"]);
  });
});

describe("table", () => {
  it("aligns names left and numbers right", () => {
    expect(
      formatTable(
        ["", "MAE"],
        [
          ["model", "1.5"],
          ["naive", "12.25"],
        ],
      ),
    ).toBe(["         MAE", "-----  -----", "model    1.5", "naive  12.25"].join("\n"));
  });
});
