/** The frame of every page: head with its policy, navigation, content. No inline script, no inline style. */
import { escapeHtml } from "./html.ts";
import { type PageLanguage, relativePath, type SectionName, sectionTitles } from "./page.ts";

export interface Frame {
  /** From the site's root. */
  readonly path: string;
  readonly title: string;
  readonly language: PageLanguage;
  /** The same page in the other language, if there is one. */
  readonly other: string | undefined;
  readonly section: SectionName | "home" | "playground";
  readonly content: string;
  /** Pages of the section, for the side. */
  readonly side: readonly { readonly path: string; readonly title: string }[];
  /** Scripts and styles, from the site's root. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/** `frame-ancestors` works as a header only; hosts are told in the page on the site. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const words = {
  en: {
    skip: "Skip to content",
    search: "Search",
    theme: "Theme",
    menu: "Menu",
    play: "Playground",
    pages: "Pages",
  },
  ko: { skip: "본문으로", search: "검색", theme: "밝기", menu: "메뉴", play: "실험실", pages: "목록" },
} as const;

export function layout(frame: Frame): string {
  const { path, title, language, other, section, content, side } = frame;
  const say = words[language];
  const to = (target: string) => escapeHtml(relativePath(path, target));
  const ko = language === "ko" ? "ko/" : "";
  const entry = (target: string, text: string, name: string) =>
    `<a href="${to(target)}"${section === name ? ' aria-current="true"' : ""}>${escapeHtml(text)}</a>`;
  const sections = [
    entry(`${ko}guide/01-recurrent-network.html`, sectionTitles.guide[language], "guide"),
    entry(`${ko}playground/index.html`, say.play, "playground"),
    entry("language/sections.html", sectionTitles.language[language], "language"),
    entry("packages/index.html", sectionTitles.packages[language], "packages"),
    entry("errors/index.html", sectionTitles.errors[language], "errors"),
    entry("measured/experiments.html", sectionTitles.measured[language], "measured"),
    entry("architecture.html", sectionTitles.decisions[language], "decisions"),
  ];
  const heading = sectionTitles[section as SectionName]?.[language] ?? say.pages;
  const aside =
    side.length === 0
      ? ""
      : `<nav class="side" aria-label="${escapeHtml(heading)}"><p>${escapeHtml(heading)}</p><ul>${side
          .map(
            (one) =>
              `<li><a href="${to(one.path)}"${one.path === path ? ' aria-current="page"' : ""}>${escapeHtml(one.title)}</a></li>`,
          )
          .join("")}</ul></nav>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(`${title}. Recurrent neural networks from a text file, trained in the browser.`)}">
<title>${escapeHtml(section === "home" ? title : `${title} · Seqloom`)}</title>
<link rel="icon" href="${to("icon.svg")}" type="image/svg+xml">
${frame.styles.map((file) => `<link rel="stylesheet" href="${to(file)}">`).join("\n")}
${frame.scripts.map((file) => `<script type="module" src="${to(file)}"></script>`).join("\n")}
</head>
<body data-root="${to("")}" class="in-${section}">
<a class="skip" href="#content">${say.skip}</a>
<header class="top">
<a class="brand" href="${to(`${ko}index.html`)}">Seqloom</a>
<button type="button" class="menu" aria-expanded="false" aria-controls="sections">${say.menu}</button>
<nav id="sections" aria-label="Seqloom">${sections.join("")}</nav>
<div class="tools">
<button type="button" data-search>${say.search}</button>
${other === undefined ? "" : `<a href="${to(other)}" hreflang="${language === "en" ? "ko" : "en"}" lang="${language === "en" ? "ko" : "en"}">${language === "en" ? "한국어" : "English"}</a>`}
<button type="button" data-theme-button>${say.theme}</button>
</div>
</header>
<div class="page">
${aside}
<main id="content" tabindex="-1">
${content}
</main>
</div>
</body>
</html>
`;
}
