import { readFileSync } from "node:fs";
import { colours } from "@seqloom/viz";
import { expect, it } from "vitest";

it.each(Object.entries(colours))("the page's --%s is the colour of the plots", (name, { light, dark }) => {
  const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8");
  expect(css).toContain(`--${name}: light-dark(${light}, ${dark});`.toLowerCase());
});
