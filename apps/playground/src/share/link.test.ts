import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileLinks } from "./hostile-links.test-tool.ts";
import { decodeLink, encodeLink } from "./link.ts";

describe("links", () => {
  it("gives back what it was made of", async () => {
    const shared = { spec: 'seq 1\n# 한국어 "quoted"\n', seed: 7, result: { lossHash: "0123456789abcdef" } };
    expect(await decodeLink(await encodeLink(shared))).toEqual(shared);
  });

  it("still reads a link of the first version", async () => {
    // Made on the day of version 1. It must be read for ever.
    const golden = "#s1.q1YqU7Iy1FEqLkhNVrJSKk4tVDCMyctJLVHIyExJSc1TsFWwNFPSUSpOTU1RsjKvBQA";
    expect(await decodeLink(golden)).toEqual({ spec: "seq 1\nlet hidden = 96", seed: 7, result: undefined });
  });

  it("gives a spec or a reason for any text, and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.base64String(), async (text) => {
        const decoded = await decodeLink(`#s1.${text.replaceAll(/[+/=]/g, "-")}`);
        expect(["string", "object"]).toContain(typeof decoded);
      }),
    );
  });

  it("meets fifty hostile links with a reason, or with a text and a seed in range", async () => {
    const links = await hostileLinks();
    expect(links).toHaveLength(50);
    for (const [name, hash] of links) {
      const decoded = await decodeLink(hash);
      if (typeof decoded !== "object") continue;
      expect(Object.keys(decoded), name).toEqual(["spec", "seed", "result"]);
      expect(Number.isInteger(decoded.seed), name).toBe(true);
    }
  });

  it("names what is wrong", async () => {
    const reasons = new Map<string, unknown>();
    for (const [name, hash] of await hostileLinks()) reasons.set(name, await decodeLink(hash));
    expect(reasons.get("10 MB after inflating")).toBe("too-long");
    expect(reasons.get("just over 64 KiB")).toBe("too-long");
    expect(reasons.get("a newer version")).toBe("newer");
    expect(reasons.get("a cut link")).toBe("damaged");
    expect(reasons.get("seed -1")).toBe("out-of-range");
    expect(reasons.get("an empty spec")).toBe("empty");
    expect(reasons.get("markup as the hash")).toBe(undefined);
  });
});
