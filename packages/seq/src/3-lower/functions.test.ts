import { describe, expect, it } from "vitest";
import { layerFunctions } from "../tables/layers.ts";
import { functions } from "./run-body.ts";

describe("the functions of bodies", () => {
  it("that the language knows are all carried out, and no others", () => {
    expect(Object.keys(functions).sort()).toEqual(layerFunctions.map(({ name }) => name).sort());
  });
});
