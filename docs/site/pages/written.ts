/** Pages that people wrote: the guide in both languages, READMEs of packages, architecture and decisions. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, type PageLanguage, titleOf } from "../page.ts";
import { withBlocksOf } from "./shared-blocks.ts";

/** @param root  the repository */
export function writtenPages(root: string): Page[] {
  return [...guide(root, "en"), ...guide(root, "ko"), ...packages(root), ...decisions(root)];
}

function guide(root: string, language: PageLanguage): Page[] {
  const folder = language === "en" ? "docs/guide" : "docs/ko/guide";
  return markdownIn(root, folder).map((name): Page => {
    const { text, terms } = frontMatter(read(root, `${folder}/${name}`));
    const markdown = language === "en" ? text : withBlocksOf(text, read(root, `docs/guide/${name}`));
    const path = `${language === "en" ? "" : "ko/"}guide/${nameOf(name)}.html`;
    const title = titleOf(markdown);
    return { path, source: `${folder}/${name}`, title, language, section: "guide", markdown, terms };
  });
}

function packages(root: string): Page[] {
  return readdirSync(join(root, "packages"))
    .filter((name) => existsSync(join(root, "packages", name, "README.md")))
    .map((name): Page => {
      const source = `packages/${name}/README.md`;
      const markdown = read(root, source);
      const title = titleOf(markdown);
      return { path: `packages/${name}.html`, source, title, language: "en", section: "packages", markdown };
    });
}

function decisions(root: string): Page[] {
  const page = (source: string, path: string): Page => {
    const markdown = read(root, source);
    return { path, source, title: titleOf(markdown), language: "en", section: "decisions", markdown };
  };
  return [
    page("docs/architecture.md", "architecture.html"),
    ...markdownIn(root, "docs/decisions").map((name) =>
      page(`docs/decisions/${name}`, `decisions/${nameOf(name)}.html`),
    ),
  ];
}

function markdownIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .sort();
}

function nameOf(file: string): string {
  return file.replace(/\.md$/, "");
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** One field is read, `terms: a, b`: other words by which search finds a page. */
function frontMatter(text: string): { readonly text: string; readonly terms: readonly string[] } {
  const found = /^---\nterms: (.*)\n---\n/.exec(text);
  if (found === null) return { text, terms: [] };
  return { text: text.slice(found[0].length), terms: (found[1] ?? "").split(",").map((term) => term.trim()) };
}
