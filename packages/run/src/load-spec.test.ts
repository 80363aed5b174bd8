import { createSource } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { loadSpec } from "./load-spec.ts";
import { filesOf } from "./testing/run-text.ts";

const text = `seq 1
import "deep/cells.seq" as own
data {
  source  csv("houses.csv")
  input   area
  target  price
}
model Price(x: [batch, feature]) -> [batch, target] {
  x -> linear(target)
}
train {
  loss  mse
}
`;
const files = {
  "houses.csv": "sold,area,price\n2020-01-01,50,100\n2020-01-03,60,110\n",
  "deep/cells.seq": 'seq 1\nimport "more.seq" as more\n',
  "deep/more.seq": "seq 1\n",
};
const codes = async (own: Readonly<Record<string, string>>, needsData = true) => {
  const { spec, diagnostics } = await loadSpec(createSource("price.seq", text), {
    ...{ files: filesOf(own), needsData },
  });
  const found = diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  return { isThere: spec !== undefined, found: found.filter((one) => /data-|time-|column-/.test(one)) };
};

describe("a spec and its files", () => {
  it("are checked together: columns that are not there, dates that nobody reads", async () => {
    expect(await codes(files)).toEqual({ isThere: true, found: ["warning time-forgotten"] });
    const other = { ...files, "houses.csv": files["houses.csv"].replace("area", "size") };
    expect((await codes(other)).found).toContain("error column-unknown");
  });

  it("is held up by a missing data file only where data are needed", async () => {
    const { "houses.csv": _, ...rest } = files;
    expect(await codes(rest)).toEqual({ isThere: false, found: ["error data-missing"] });
    expect(await codes(rest, false)).toEqual({ isThere: true, found: ["warning data-missing"] });
  });

  it("give the texts of all imports, by their paths from the spec", async () => {
    const { imports } = await loadSpec(createSource("price.seq", text), {
      ...{ files: filesOf(files), needsData: false },
    });
    expect([...imports.keys()]).toEqual(["deep/cells.seq", "deep/more.seq"]);
  });
});
