/** SVG as text: elements with attributes, every text escaped. */

export type Attribute = string | number | undefined;

/** A piece of SVG. Only `element` and `text` make one, so nothing from outside gets in unescaped. */
export interface Markup {
  readonly markup: string;
}

/** One element; attributes that are undefined are left out, numbers are rounded to a hundredth of a pixel. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly (Markup | readonly Markup[])[]
): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === "number" ? Math.round(value * 100) / 100 : escapeText(value)}"`],
  );
  const inner = children
    .flat()
    .map((child) => child.markup)
    .join("");
  return {
    markup: inner === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inner}</${name}>`,
  };
}

/** Text between elements. */
export function text(content: string): Markup {
  return { markup: escapeText(content) };
}

/** The text with the five characters that mean something in XML written as references. */
export function escapeText(content: string): string {
  return content.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly css: string;
}

/** A whole picture, readable on its own. */
export function picture(
  { width, height, title, description, css }: Picture,
  ...children: readonly (Markup | readonly Markup[])[]
): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "seqloom",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${title}. ${description}`,
    },
    element("title", {}, text(title)),
    element("desc", {}, text(description)),
    element("style", {}, text(css)),
    element("rect", { width, height, fill: "var(--page)" }),
    ...children,
  ).markup;
}
