/**
 * How far lines make room for each other.
 */

/** Columns of a line of code; comments may reach further. */
export const lineWidth = 100;
/** Names longer than this stand for themselves: filling others up to them would push values out of sight. */
const alignedAtMost = 40;

/** The longest of these lengths that others are filled up to; 0 if there is none. */
export function longestOf(lengths: readonly number[], atMost: number = alignedAtMost): number {
  return lengths.reduce((longest, length) => (length <= atMost ? Math.max(longest, length) : longest), 0);
}
