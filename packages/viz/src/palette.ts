/**
 * Colours of plots, light and dark. Contrasts and distances under colour blindness were checked; hue is never
 * alone: a dash and a label repeat what a colour says.
 */

export interface Ink {
  readonly light: string;
  readonly dark: string;
}

export type ColourName =
  | "page"
  | "panel"
  | "text"
  | "muted"
  | "line"
  | "accent"
  | "warning"
  | "rnn"
  | "lstm"
  | "gru"
  | "own"
  | "baseline"
  | "input"
  | "forget"
  | "candidate"
  | "output";

export const colours: Readonly<Record<ColourName, Ink>> = {
  page: { light: "#FFFFFF", dark: "#12161C" },
  panel: { light: "#F5F7FA", dark: "#1A2029" },
  text: { light: "#17202B", dark: "#E6EAF0" },
  muted: { light: "#55606E", dark: "#A3AEBC" },
  line: { light: "#7A8594", dark: "#66707F" },
  accent: { light: "#0B5FA5", dark: "#5FB0F0" },
  warning: { light: "#8A5A00", dark: "#F0C060" },
  rnn: { light: "#B5480B", dark: "#F0934E" },
  lstm: { light: "#1257B8", dark: "#4D9BF5" },
  gru: { light: "#0B7F4F", dark: "#55D6A0" },
  own: { light: "#A03C8A", dark: "#FF9AD5" },
  baseline: { light: "#3B434F", dark: "#838EA0" },
  input: { light: "#0B7F4F", dark: "#55D6A0" },
  forget: { light: "#0A4FA0", dark: "#4D9BF5" },
  candidate: { light: "#8A6A00", dark: "#F2D15A" },
  output: { light: "#B0307F", dark: "#E58BCB" },
};

/** Colour scales of heat strips, from the lowest value to the highest. */
export const scales = {
  /** 0 to 1: lightness is monotone. */
  share: {
    light: ["#FFFFFF", "#D3E4F3", "#8FBCE0", "#3F86C4", "#0A4A86", "#072B52"],
    dark: ["#12161C", "#1D3550", "#28598B", "#4796D8", "#8CC5F7", "#DDEEFF"],
  },
  /** -1 to 1: 0 is the panel's grey. */
  signed: {
    light: ["#8A3B00", "#C8672A", "#EBB08A", "#F3F4F6", "#9CC4E8", "#3F86C4", "#0A4A86"],
    dark: ["#FFB27A", "#D9793A", "#7E4522", "#20262F", "#234F78", "#4796D8", "#A6D4FF"],
  },
} as const;

/** Dashes that tell series apart in grey print. */
export const dashes = { solid: "", dotted: "2 3", dashed: "8 3", dashDot: "8 3 2 3", short: "2 2" } as const;
export type Dash = keyof typeof dashes;

/** Style rules for every plot: colours as variables, dark where the reader's system is. */
export function themeCss(scope = "svg.seqloom"): string {
  const set = (theme: keyof Ink) =>
    Object.entries(colours)
      .map(([name, ink]) => `--${name}:${ink[theme]}`)
      .join(";");
  return [
    `${scope}{${set("light")};font:12px system-ui,sans-serif}`,
    `@media (prefers-color-scheme: dark){${scope}{${set("dark")}}}`,
  ].join("\n");
}
