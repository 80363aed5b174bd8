/** A translated page shows the code of the original, which the tests run: it names blocks instead of repeating them. */

/**
 * Puts the original's n-th fenced block in place of each `<!-- block n -->`.
 *
 * @throws Error if there is no such block
 */
export function withBlocksOf(translation: string, original: string): string {
  const blocks = [...original.matchAll(/^```[\s\S]*?^```$/gm)].map(([block]) => block);
  return translation.replaceAll(/^<!-- block (\d+) -->$/gm, (mark, number: string) => {
    const block = blocks[Number(number) - 1];
    if (block === undefined) throw new Error(`${mark}: the original has ${blocks.length} blocks`);
    return block;
  });
}
