/** The reader's own text, kept in the browser. Storage may be closed to the page; then there is no draft. */
const key = "seqloom-draft";

export function saveDraft(text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Without storage the text lives as long as the page.
  }
}

export function readDraft(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
