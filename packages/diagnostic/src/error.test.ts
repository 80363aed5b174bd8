import { expect, it } from "vitest";
import { internalFault, SeqError } from "./error.ts";

it("an error carries code, facts and cause, and its text ends with the way out", () => {
  const cause = new Error("why");
  const error = new SeqError("too-long", "7 is above 5", { help: "use 5", details: { most: 5 }, cause });
  expect(error).toMatchObject({ code: "too-long", help: "use 5", details: { most: 5 }, cause });
  expect(error.summary).toBe("7 is above 5");
  expect(String(error)).toBe("SeqError: 7 is above 5\n  help: use 5");
  expect(String(new SeqError("too-long", "7 is above 5"))).toBe("SeqError: 7 is above 5");
});

it("a fault of Seqloom itself asks for a report", () => {
  expect(internalFault("a scan lost an output")).toMatchObject({
    code: "internal",
    message: expect.stringMatching(/^internal: a scan lost an output\n {2}help: .*report/),
  });
});
