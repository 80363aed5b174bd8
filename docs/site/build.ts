/** The whole site, from sources to a folder of files that any host can serve from any path. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { wordsOf } from "@seqloom/playground";
import { bundleClient } from "./bundle.ts";
import { liveHtml, trainHomeModels } from "./home.ts";
import { layout } from "./layout.ts";
import { renderer } from "./markdown.ts";
import { serviceWorker } from "./offline.ts";
import { type Page, type PageLanguage, titleOf } from "./page.ts";
import { errorPages } from "./pages/errors.ts";
import { languagePages } from "./pages/language.ts";
import { withBlocksOf } from "./pages/shared-blocks.ts";
import { writtenPages } from "./pages/written.ts";
import { searchIndex } from "./search-index.ts";

/**
 * Builds the site.
 *
 * @param root  the repository
 * @returns     how many pages there are
 */
export async function buildSite(root: string): Promise<number> {
  const docs = join(root, "docs");
  const out = join(docs, "dist");
  const { entries } = await bundleClient(docs, out);
  const pages = [...writtenPages(root), ...languagePages(), ...errorPages(root)];
  const render = renderer(pages);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  };
  const paths = new Set(pages.map(({ path }) => path));
  const [site, home, playground] = [entries.site, entries.home, entries.playground];
  if (site === undefined || home === undefined || playground === undefined)
    throw new Error("an entry is missing");
  const scripts = [site.script];
  const headings = new Map<Page, readonly string[]>();

  for (const page of pages) {
    const { html, headings: found, pictures } = render(page);
    for (const picture of pictures) {
      write(
        posix.join(dirname(page.path), picture),
        readFileSync(join(root, dirname(page.source), picture), "utf8"),
      );
    }
    headings.set(
      page,
      found.map(({ id }) => id),
    );
    const side = pages.filter(
      ({ section, language }) => section === page.section && language === page.language,
    );
    const other = page.language === "en" ? `ko/${page.path}` : page.path.replace(/^ko\//, "");
    write(
      page.path,
      layout({
        ...page,
        content: html,
        side,
        scripts,
        styles: site.styles,
        other: paths.has(other) ? other : undefined,
      }),
    );
  }

  const models = await trainHomeModels();
  write("home-models.json", JSON.stringify({ models: models.models }));
  for (const language of ["en", "ko"] as const) {
    const [here, there] = language === "en" ? ["", "ko/"] : ["ko/", ""];
    const common = { language, side: [], styles: site.styles } as const;
    const page = homePage(root, language);
    const { html } = render(page);
    write(
      `${here}index.html`,
      layout({
        ...{ ...common, path: page.path, title: page.title, section: "home", other: `${there}index.html` },
        ...{
          content: html.replace("<p>[live]</p>", liveHtml(models, language)),
          scripts: [...scripts, home.script],
        },
      }),
    );
    const title = wordsOf(language)("label");
    write(
      `${here}playground/index.html`,
      layout({
        ...{ ...common, path: `${here}playground/index.html`, title, section: "playground" },
        ...{ other: `${there}playground/index.html`, scripts: [...scripts, playground.script] },
        styles: [...site.styles, ...playground.styles.filter((file) => !site.styles.includes(file))],
        content: `<div id="playground"></div><div class="help">${render(helpPage(root, language)).html}</div>`,
      }),
    );
  }
  write(
    "search.json",
    searchIndex(pages, (page) => headings.get(page) ?? []),
  );
  write(
    "icon.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 4h8a3 3 0 0 1 0 8H2M5 1v14" fill="none" stroke="#0B5FA5" stroke-width="2"/></svg>',
  );
  write("sw.js", serviceWorker(out));
  return pages.length + 4;
}

/** The words of the home page are Markdown too, so that its code is run by the tests. */
function homePage(root: string, language: PageLanguage): Page {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const source = language === "en" ? "docs/home.md" : "docs/ko/home.md";
  const markdown = withBlocksOf(read(source), read("docs/home.md"));
  const path = language === "en" ? "index.html" : "ko/index.html";
  return { path, source, title: "Seqloom", language, section: "guide", markdown };
}

/** Keys, links and limits, below the playground. */
function helpPage(root: string, language: PageLanguage): Page {
  const source = language === "en" ? "docs/playground.md" : "docs/ko/playground.md";
  const markdown = readFileSync(join(root, source), "utf8");
  const path = language === "en" ? "playground/index.html" : "ko/playground/index.html";
  return { path, source, title: titleOf(markdown), language, section: "guide", markdown };
}
