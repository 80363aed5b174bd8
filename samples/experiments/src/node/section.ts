/** A part of a page that a command writes. */

/**
 * The page with new text between `<!-- name: … -->` and `<!-- name end -->`.
 *
 * @throws Error if the page has no such part
 */
export function replaceSection(page: string, name: string, text: string): string {
  const part = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*?(<!-- ${name} end -->)`);
  if (!part.test(page)) throw new Error(`the page has no part <!-- ${name}: … --> … <!-- ${name} end -->`);
  return page.replace(part, (_, start: string, end: string) => `${start}\n\n${text}\n\n${end}`);
}
