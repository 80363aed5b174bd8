/**
 * Which known word was probably meant.
 *
 * The distance is that of Damerau (1964) in its restricted form: insert, delete, replace, or swap two
 * neighbours, no part of the word touched twice. It is what people do to words when they type.
 */

/**
 * The candidate nearest to a word, if one is near enough to be a slip of the hand: another case, or one edit for
 * every three letters (at least one, for words of two letters or more).
 *
 * @example didYouMean("lstn", ["gru", "lstm", "rnn"]); // "lstm"
 * @example didYouMean("transformer", ["gru", "lstm", "rnn"]); // undefined
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const bound = Math.min(least - 1, allowed(word, candidate));
    const distance = sameBut(word, candidate) ? 0 : editDistance(word, candidate, bound);
    if (distance <= bound) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** `learning_rate`, `LearningRate` and `learningRate` are one word to the person who typed it. */
function sameBut(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[_\-\s]/g, "");
}

function allowed(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  return shorter < 2 ? 0 : Math.max(1, Math.floor(Math.max(a.length, b.length) / 3));
}

/** The restricted Damerau-Levenshtein distance; any number above `bound` if it is above `bound`. */
export function editDistance(a: string, b: string, bound: number = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > bound) return Math.abs(a.length - b.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], j: number): number {
  return row[j] ?? Number.POSITIVE_INFINITY;
}
