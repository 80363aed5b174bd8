// What is made by program in docs/architecture.md: the picture of the layers and the list of decisions.
import { heights } from "./table.mjs";

/**
 * Draws the layers: every package stands on the packages that it may import.
 *
 * @param {import("./table.mjs").Layers} layers
 * @param {ReadonlyMap<string, string>} descriptions  package to what it is, one line
 * @returns {string} Markdown
 */
export function drawLayers(layers, descriptions) {
  const height = heights(layers);
  const top = Math.max(...height.values());
  const floors = Array.from({ length: top + 1 }, (_, floor) =>
    [...height.keys()].filter((name) => height.get(name) === floor).join("   "),
  ).reverse();
  const rows = ["apps", ...floors];
  const width = Math.max(...rows.map((row) => row.length)) + 4;
  const cake = rows.map((row) => `│ ${row.padEnd(width - 1)}│`).join(`\n├${"─".repeat(width)}┤\n`);
  const table = [...layers.allowed].map(
    ([name, below]) =>
      `| [${name}](../packages/${name}) | ${descriptions.get(name) ?? ""} | ${[...below].join(", ") || "nothing"} |`,
  );
  return [
    "```text",
    `┌${"─".repeat(width)}┐\n${cake}\n└${"─".repeat(width)}┘`,
    "```",
    "",
    "| package | what it is | may import |",
    "| --- | --- | --- |",
    ...table,
  ].join("\n");
}

/**
 * Lists the decisions by their titles.
 *
 * @param {ReadonlyMap<string, string>} pages  file name in docs/decisions to the text of the page
 * @returns {string} Markdown
 */
export function listDecisions(pages) {
  const title = /^# (.*)$/m;
  return [...pages]
    .map(([file, text]) => `- [${title.exec(text)?.[1] ?? file}](decisions/${file})`)
    .join("\n");
}

/**
 * Puts a made part between its two marks.
 *
 * @param {string} page  Markdown
 * @param {string} name  of the part
 * @param {string} text
 * @returns {string} the page with the new text
 * @throws Error if the marks are missing
 */
export function withPart(page, name, text) {
  const begin = `<!-- ${name}: made by \`pnpm layers --picture\`, do not edit -->`;
  const end = `<!-- ${name}: end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/architecture.md lacks the lines ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}
