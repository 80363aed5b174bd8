/** A long page begins with links to its parts. */
import { slugOf } from "../slug.ts";

/** Puts a line of links above the first heading of the second level. */
export function withContents(markdown: string): string {
  const names = [...markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^## (.*)$/gm)].map(
    ([, name = ""]) => name.replaceAll("`", ""),
  );
  if (names.length < 4) return markdown;
  const links = names.map((name) => `[${name}](#${slugOf(name)})`).join(" · ");
  return markdown.replace(/^## /m, `${links}\n\n## `);
}
