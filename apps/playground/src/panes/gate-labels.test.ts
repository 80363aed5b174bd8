import { gru, lstm } from "@seqloom/nn";
import { describe, expect, it } from "vitest";
import { labelIn } from "./gate-labels.ts";

describe("labelIn", () => {
  const labels = [lstm, gru].flatMap((make) => Object.values(make({ input: 1, hidden: 1 }).cell.labels));

  it.each([...labels, "state, before each step"])("knows in Korean: %s", (label) => {
    expect(labelIn("ko", label)).toMatch(/[가-힣]/);
  });

  it("leaves English and a reader's own words alone", () => {
    expect(labelIn("en", "candidate")).toBe("candidate");
    expect(labelIn("ko", "my gate")).toBe("my gate");
    expect(labelIn("ko", undefined)).toBe(undefined);
  });
});
