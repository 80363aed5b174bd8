/** The error reference: the pages of messages that the checker's tests run, and one list of all codes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, titleOf } from "../page.ts";
import { withContents } from "./contents.ts";

const folder = "packages/seq/messages";

/** @param root  the repository */
export function errorPages(root: string): Page[] {
  const pages = filesOf(root).map((name): Page => {
    const source = `${folder}/${name}`;
    const markdown = withContents(readFileSync(join(root, source), "utf8"));
    const path = `errors/${name.replace(/\.md$/, ".html")}`;
    return { path, source, title: titleOf(markdown), language: "en", section: "errors", markdown };
  });
  return [indexOf(pages), ...pages];
}

/** In the order in which a reader of a spec meets them; a page that the order does not name comes last. */
const order = ["syntax", "names", "axes", "cells", "data", "training", "advice"];

function filesOf(root: string): readonly string[] {
  const place = (name: string) =>
    (order.indexOf(name.replace(/\.md$/, "")) + order.length + 1) % (order.length + 1);
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .sort((a, b) => place(a) - place(b));
}

function indexOf(pages: readonly Page[]): Page {
  const lists = pages.map(({ path, title, markdown }) => {
    const codes = [...markdown.matchAll(/^## ([a-z-]+)\n\n(?:> (.*))?/gm)];
    const file = path.replace(/^errors\//, "").replace(/\.html$/, ".md");
    const items = codes.map(
      ([, code, message = ""]) => `| [\`${code}\`](${file}#${code}) | ${cell(message)} |`,
    );
    return `## ${title}\n\n| code | a message |\n| --- | --- |\n${items.join("\n")}\n`;
  });
  const markdown = `# Error reference\n\nEvery code that the checker prints, each with an example that gives it and one that does not.\n\n${lists.join("\n")}`;
  const title = "Error reference";
  return {
    ...{ path: "errors/index.html", source: `${folder}/index.md`, title, language: "en" },
    ...{ section: "errors", markdown },
  };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
