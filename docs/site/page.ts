/** A page of the site before it is HTML. */

export type PageLanguage = "en" | "ko";

export interface Page {
  /** Where it will stand, from the site's root: `guide/gates.html`. */
  readonly path: string;
  /** The file it was written in, from the repository's root: links in it are relative to that. */
  readonly source: string;
  readonly title: string;
  readonly language: PageLanguage;
  readonly section: SectionName;
  readonly markdown: string;
  /** Further words that search finds it by. */
  readonly terms?: readonly string[];
}

/** In the order of the navigation. */
export const sectionNames = ["guide", "language", "packages", "errors", "measured", "decisions"] as const;
export type SectionName = (typeof sectionNames)[number];

export const sectionTitles: Readonly<Record<SectionName, Readonly<Record<PageLanguage, string>>>> = {
  guide: { en: "Guide", ko: "안내서" },
  language: { en: "Language", ko: "언어" },
  packages: { en: "Packages", ko: "패키지" },
  errors: { en: "Errors", ko: "오류" },
  measured: { en: "Measured", ko: "측정" },
  decisions: { en: "Decisions", ko: "결정" },
};

/** From one page to another (or to any file of the site), so that the site works in any folder. */
export function relativePath(from: string, to: string): string {
  return "../".repeat(from.split("/").length - 1) + to;
}

/** The first heading of a Markdown text. */
export function titleOf(markdown: string): string {
  return /^# (.*)$/m.exec(markdown)?.[1]?.replaceAll("`", "") ?? "";
}
