/**
 * Spellings that are read, and what is written in their place.
 */
const spellings: ReadonlyMap<string, string> = new Map([["optimizer", "optimiser"]]);

/** A key as the language spells it. */
export function usualSpelling(key: string): string {
  return spellings.get(key) ?? key;
}
