/** The search index: a record for each part of a page under a heading. */
import MiniSearch from "minisearch";
import { searchOptions } from "./client/search-options.ts";
import type { Page } from "./page.ts";

/** @returns JSON for the page's search to load */
export function searchIndex(pages: readonly Page[], anchors: (page: Page) => readonly string[]): string {
  const index = new MiniSearch(searchOptions);
  let id = 0;
  for (const page of pages) {
    const ids = anchors(page);
    partsOf(page.markdown).forEach(({ heading, text }, i) => {
      const anchor = i === 0 ? undefined : ids[i];
      index.add({
        ...{ id: id++, title: page.title, heading, text, terms: (page.terms ?? []).join(" ") },
        ...{ path: page.path + (anchor === undefined ? "" : `#${anchor}`), language: page.language },
      });
    });
  }
  return JSON.stringify(index);
}

/** A part for each heading, the title first; code is left out, it drowns the words. */
function partsOf(markdown: string): { readonly heading: string; readonly text: string }[] {
  const withoutCode = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/<!--[\s\S]*?-->/g, "");
  return withoutCode.split(/^(?=#{1,6} )/m).flatMap((part) => {
    const heading = /^#{1,6} (.*)/.exec(part)?.[1];
    if (heading === undefined) return [];
    const text = part.slice(part.indexOf("\n") + 1).replaceAll(/[`*|>[\]()#-]+/g, " ");
    return [{ heading: heading.replaceAll("`", ""), text: text.slice(0, 1_500) }];
  });
}
