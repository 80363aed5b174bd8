/** Markdown to HTML: anchors on headings, links between pages, code in colours, tables that scroll. */
import { posix } from "node:path";
import MarkdownIt from "markdown-it";
import { highlight } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import { type Page, relativePath } from "./page.ts";
import { slugOf } from "./slug.ts";

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Files that the page shows, as it names them: from the folder of its source, and from its own. */
  readonly pictures: readonly string[];
}

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** Renders pages that may link to each other by their sources. */
export function renderer(pages: readonly Page[]): (page: Page) => Rendered {
  const bySource = new Map([
    ...pages.map((page) => [page.source, page.path] as const),
    ["docs/playground.md", "playground/index.html"],
    ["docs/ko/playground.md", "ko/playground/index.html"],
  ]);
  return (page) => render(page, bySource);
}

function render(page: Page, bySource: ReadonlyMap<string, string>): Rendered {
  const headings: Heading[] = [];
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const { rules } = markdown.renderer;

  rules.fence = (tokens, i) => {
    const { info = "", content = "" } = tokens[i] ?? {};
    const [language = "", tag = ""] = info.trim().split(/\s+/);
    const kind = tag === "bad" || tag === "good" ? ` ${tag}` : "";
    return `<pre class="code${kind}" tabindex="0"><code>${highlight(content, language)}</code></pre>\n`;
  };
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  rules.table_close = () => "</table></div>\n";
  // The page's policy allows no style attributes, which is how markdown-it aligns a column.
  for (const tag of ["th", "td"] as const) {
    rules[`${tag}_open`] = (tokens, i) =>
      String(tokens[i]?.attrGet("style") ?? "").includes("right") ? `<${tag} class="number">` : `<${tag}>`;
  }

  const used = new Map<string, number>();
  rules.heading_open = (tokens, i) => {
    const level = Number(tokens[i]?.tag.slice(1) ?? 2);
    const text = textOf(tokens[i + 1]?.children ?? []);
    const slug = slugOf(text);
    const count = used.get(slug) ?? 0;
    used.set(slug, count + 1);
    const id = count === 0 ? slug : `${slug}-${count + 1}`;
    headings.push({ level, id, text });
    return `<h${level} id="${escapeHtml(id)}">`;
  };

  /** A link to a file that is no page of the site becomes plain text: there is nothing to go to. */
  let isDead = false;
  rules.link_open = (tokens, i, options, _, self) => {
    const token = tokens[i];
    const target = linkTo(page, String(token?.attrGet("href") ?? ""), bySource);
    isDead = target === undefined;
    if (target === undefined) return "<span>";
    token?.attrSet("href", target);
    return self.renderToken(tokens, i, options);
  };
  rules.link_close = () => (isDead ? "</span>" : "</a>");
  const pictures: string[] = [];
  rules.image = (tokens, i) => {
    const [src, alt] = [String(tokens[i]?.attrGet("src") ?? ""), tokens[i]?.content ?? ""];
    pictures.push(src);
    return `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`;
  };

  const html = markdown.render(page.markdown.replaceAll(/<!--[\s\S]*?-->/g, ""));
  return { html, headings, pictures };
}

function linkTo(page: Page, href: string, bySource: ReadonlyMap<string, string>): string | undefined {
  if (/^https?:|^#/.test(href)) return href;
  const [file = "", anchor] = href.split("#");
  const target = posix.normalize(posix.join(posix.dirname(page.source), file)).replace(/\/$/, "");
  const path = bySource.get(target) ?? bySource.get(`${target}/README.md`);
  if (path === undefined) return undefined;
  return relativePath(page.path, path) + (anchor === undefined ? "" : `#${anchor}`);
}

function textOf(tokens: readonly { readonly content: string; readonly type: string }[]): string {
  return tokens
    .filter(({ type }) => type === "text" || type === "code_inline")
    .map(({ content }) => content)
    .join("");
}
