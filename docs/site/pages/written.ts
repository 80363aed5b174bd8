/** Pages that people wrote: the guide in both languages, READMEs of packages, samples and the bench, decisions. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, type PageLanguage, titleOf } from "../page.ts";
import { withBlocksOf } from "./shared-blocks.ts";

/** @param root  the repository */
export function writtenPages(root: string): Page[] {
  return [
    ...guide(root, "en"),
    ...guide(root, "ko"),
    ...packages(root),
    ...measured(root),
    ...decisions(root),
  ];
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

/** From the bottom up, as the table of layers has them. */
function packages(root: string): Page[] {
  const names = packageNames(read(root, "layers.json"));
  const pages = names.map((name): Page => {
    const source = `packages/${name}/README.md`;
    const markdown = read(root, source);
    const title = titleOf(markdown);
    return { path: `packages/${name}.html`, source, title, language: "en", section: "packages", markdown };
  });
  const rows = names.map((name) => {
    const { description } = JSON.parse(read(root, `packages/${name}/package.json`)) as Described;
    return `| [${name}](${name}/README.md) | ${description} |`;
  });
  const title = "Packages";
  const markdown = `# ${title}\n\n${packagesIntro}\n\n| package | what it is |\n| --- | --- |\n${rows.join("\n")}\n`;
  return [
    {
      ...{ path: "packages/index.html", source: "packages/README.md", title, language: "en" },
      ...{ section: "packages", markdown },
    },
    ...pages,
  ];
}

interface Described {
  readonly description: string;
}

const packagesIntro = `From the bottom up: a package imports only packages above it in this list. For a model that is a text take
[run](run/README.md), or [cli](cli/README.md) on a terminal; for layers in TypeScript [nn](nn/README.md) and
[train](train/README.md).`;

function packageNames(layers: string): readonly string[] {
  const { packages: table } = JSON.parse(layers) as { readonly packages: Readonly<Record<string, unknown>> };
  return Object.keys(table);
}

/** Figures, with their commands, machines and days. */
function measured(root: string): Page[] {
  const folders = ["samples/experiments", "samples/long-term-dependency", "bench"];
  return folders.map((folder): Page => {
    const source = `${folder}/README.md`;
    const markdown = read(root, source);
    const path = `measured/${folder.split("/").at(-1)}.html`;
    return { path, source, title: titleOf(markdown), language: "en", section: "measured", markdown };
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
