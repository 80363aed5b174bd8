/** Search: a dialog over an index that is fetched on first use. */
import MiniSearch from "minisearch";
import { searchOptions } from "./search-options.ts";

/** @param root  the way to the site's root */
export async function openSearch(root: string): Promise<void> {
  const known = document.querySelector<HTMLDialogElement>("dialog.search");
  const dialog = known ?? (await createDialog(root));
  dialog.showModal();
}

async function createDialog(root: string): Promise<HTMLDialogElement> {
  const response = await fetch(`${root}search.json`);
  const index = MiniSearch.loadJSON(await response.text(), searchOptions);
  const isKorean = document.documentElement.lang === "ko";
  const dialog = document.createElement("dialog");
  dialog.className = "search";
  const input = document.createElement("input");
  input.type = "search";
  input.setAttribute("aria-label", isKorean ? "검색" : "Search");
  const results = document.createElement("ul");
  results.setAttribute("aria-live", "polite");
  input.addEventListener("input", () => {
    const found = index
      .search(input.value, {
        prefix: true,
        fuzzy: 0.1,
        combineWith: "AND",
        boost: { title: 3, heading: 2, terms: 3 },
      })
      // Pages in the reader's language first.
      .sort(
        (a, b) =>
          Number(b.language === document.documentElement.lang) -
          Number(a.language === document.documentElement.lang),
      )
      .slice(0, 12);
    const none = document.createElement("li");
    none.textContent = isKorean ? "찾은 것이 없습니다." : "Nothing found.";
    if (found.length === 0 && input.value.trim() !== "") results.replaceChildren(none);
    else
      results.replaceChildren(
        ...found.map(({ path, title, heading }) => {
          const link = document.createElement("a");
          link.className = "search-result";
          link.href = root + path;
          link.textContent = heading === title ? title : `${title}: ${heading}`;
          link.addEventListener("click", () => dialog.close());
          const item = document.createElement("li");
          item.append(link);
          return item;
        }),
      );
  });
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") results.querySelector("a")?.click();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.append(input, results);
  document.body.append(dialog);
  return dialog;
}
