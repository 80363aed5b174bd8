import { describe, expect, it } from "vitest";
import type { Claim } from "./experiment.ts";
import { judge, type SeedFigures } from "./judge.ts";

const seeds: readonly SeedFigures[] = [
  { RNN: { loss: 0.17, score: 0.5 }, LSTM: { loss: 0.02, score: 0.99 } },
  { RNN: { loss: 0.16, score: 1 }, LSTM: { loss: 0.04, score: 1 } },
];
const verdictOn = (claim: Omit<Claim, "says">) => judge([{ says: "", ...claim }], seeds)[0];

describe("judge", () => {
  it("holds a claim only if it held on every seed", () => {
    expect(verdictOn({ run: "LSTM", figure: "loss", below: 0.05 })).toMatchObject({ held: 2, holds: true });
    expect(verdictOn({ run: "LSTM", figure: "loss", below: 0.03 })).toMatchObject({ held: 1, holds: false });
  });

  it("takes `some` as at least one and not all", () => {
    const some = { run: "LSTM", figure: "loss", seeds: "some" } as const;
    expect([0.01, 0.03, 0.05].map((below) => verdictOn({ ...some, below })?.holds)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("compares with a figure of another run on the same seed, times a number", () => {
    const against = (times: number) =>
      verdictOn({ run: "LSTM", figure: "loss", below: { run: "RNN", figure: "loss", times } });
    expect(against(0.2)).toMatchObject({ held: 1, holds: false });
    expect(against(0.3)).toMatchObject({ held: 2, holds: true });
  });

  it("counts only seeds on which the given condition holds, and holds nothing without one", () => {
    const right = { run: "RNN", figure: "loss", below: 0.165 };
    expect(verdictOn({ ...right, given: { run: "RNN", figure: "score", above: 0.9 } })).toMatchObject({
      held: 1,
      of: 1,
      holds: true,
    });
    expect(verdictOn({ ...right, given: { run: "RNN", figure: "score", above: 2 } })?.holds).toBe(false);
    expect(judge([{ says: "", ...right }], [])[0]?.holds).toBe(false);
  });

  it("never holds for a figure that is no number, on either side", () => {
    const diverged = [{ RNN: { loss: Number.NaN } }];
    const claim = { says: "", run: "RNN", figure: "loss" };
    const verdicts = judge(
      [
        { ...claim, above: 0 },
        { ...claim, below: 1 },
      ],
      diverged,
    );
    expect(verdicts.map(({ holds }) => holds)).toEqual([false, false]);
  });

  it("refuses a claim about a run or figure that is not there", () => {
    expect(() => verdictOn({ run: "GRU", figure: "loss", below: 1 })).toThrow("there are RNN, LSTM");
    expect(() => verdictOn({ run: "RNN", figure: "los", below: 1 })).toThrow("there are loss, score");
    expect(() => verdictOn({ run: "RNN", figure: "loss" })).toThrow("no limit");
  });
});
