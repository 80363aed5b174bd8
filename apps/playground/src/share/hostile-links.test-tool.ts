/** Links that someone with bad intentions, or a chat that cuts texts, might make. */

/** Deflated JSON as a link of the first version, whatever it holds. */
async function linkOf(json: string): Promise<string> {
  const deflated = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  return `#s1.${Buffer.from(bytes).toString("base64url")}`;
}

const markup = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
const own = (fields: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ v: 1, spec: "seq 1\n", seed: 1, ...fields });

/** Fifty of them, by what they try. */
export async function hostileLinks(): Promise<readonly (readonly [name: string, hash: string])[]> {
  const packed: readonly (readonly [string, string])[] = [
    ...[
      markup,
      `"${markup}`,
      `seq 1\nmodel ${markup}() -> [a] {}`,
      `seq 1\n# ${markup}`,
      "javascript:window.hit=1",
    ].map((spec, i) => [`markup in the spec ${i}`, own({ spec })] as const),
    ...[-1, 1.5, 2 ** 32, 1e308, "1", null, markup, [], {}, true].map(
      (seed) => [`seed ${JSON.stringify(seed)}`, own({ seed })] as const,
    ),
    ...[markup, "0", "g".repeat(16), 5, null, ["0".repeat(16)]].map(
      (lossHash) => [`loss hash ${JSON.stringify(lossHash)}`, own({ result: { lossHash } })] as const,
    ),
    ...["[]", "1", "null", '"x"', "{", "", "{}", '{"v":2}', '{"v":1,"spec":5}', '{"__proto__":{"v":1}}'].map(
      (json) => [`JSON ${json}`, json] as const,
    ),
    ["10 MB after inflating", own({ spec: "a".repeat(10_000_000) })],
    ["just over 64 KiB", own({ spec: "a".repeat(65_536) })],
    ["deep nesting", "[".repeat(30_000)],
    ["an empty spec", own({ spec: "  \n" })],
    ["unknown fields", own({ weights: [1, 2], data: markup, onload: "x" })],
    ["a huge network", own({ spec: "seq 1\nlet n = 1e15\n" })],
    ["5,000 lines", own({ spec: "let a = 1\n".repeat(5_000) })],
    ["open brackets", own({ spec: `seq 1\nlet a = ${"(".repeat(5_000)}` })],
    ["control characters", own({ spec: "seq 1\u0000\u001b[31m\u202e\ufeff" })],
    ["lone surrogates", own({ spec: "seq 1 \ud800" })],
  ];
  const made = await Promise.all(packed.map(async ([name, json]) => [name, await linkOf(json)] as const));
  const [, whole = ""] = made[0] ?? [];
  return [
    ...made,
    ["a cut link", whole.slice(0, -9)],
    ["nothing after the prefix", "#s1."],
    ["no base64", "#s1.%3Cscript%3E"],
    ["a newer version", "#s9.abc"],
    ["a very long link", `#s1.${"A".repeat(20_000)}`],
    ["noise", "#s1.AAAAAAAAAAAAAAAAAAAA"],
    ["a header of gzip", `#s1.${Buffer.from([31, 139, 8, 0, 0, 0]).toString("base64url")}`],
    ["markup as the hash", `#${markup}`],
    ["a quote as the hash", `#s1."onload="window.hit=1`],
  ];
}
