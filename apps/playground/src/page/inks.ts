/** Colours for pictures that are drawn, not styled: by role, in the theme that is shown. */
import { type ColourName, colours, scales } from "@seqloom/viz";

export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

export function ink(name: ColourName): string {
  return colours[name][isDark() ? "dark" : "light"];
}

export function ramp(scale: keyof typeof scales): readonly string[] {
  return scales[scale][isDark() ? "dark" : "light"];
}

/** How a model's lines look: hue is never alone. */
export interface LineLook {
  readonly colour: ColourName;
  readonly dash: number[];
}

const looks: readonly LineLook[] = [
  { colour: "lstm", dash: [] },
  { colour: "rnn", dash: [2, 2] },
  { colour: "gru", dash: [8, 3] },
  { colour: "own", dash: [8, 3, 2, 3] },
  { colour: "candidate", dash: [1, 3] },
];

/** Models named after a cell look like that cell everywhere; others take looks that mean no built-in cell first. */
export function lineLook(name: string, index: number): LineLook {
  const known = ["lstm", "rnn", "gru", "own"].indexOf(name.toLowerCase());
  const look = known >= 0 ? looks[known] : looks[(3 + index) % looks.length];
  return look ?? { colour: "text", dash: [] };
}

/** Tells of a change of theme, by the reader or by the system. */
export function onTheme(act: () => void): void {
  new MutationObserver(act).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
