/**
 * A section by its keys, once it is clear that they exist and stand as often as they may.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Let, Section, Setting, SyntaxFile } from "../../1-parse/syntax.ts";
import { namesOf } from "../../tables/kind.ts";
import { keySpellings, repeatingKeys, type SectionKind, sections } from "../../tables/sections.ts";
import { meant, type Reporter } from "../reporter.ts";

/** The settings of a section. */
export interface SectionView {
  readonly section: Section;
  /** By key, in the order of the text; broken ones count as there but are not listed. */
  readonly settings: ReadonlyMap<string, readonly Setting[]>;
  readonly lets: readonly Let[];
  /** Keys of settings that did not parse. */
  readonly broken: ReadonlySet<string>;
}

/** The sections of a file by word; `train` may also stand for single models. */
export interface FileSections {
  readonly views: ReadonlyMap<string, SectionView>;
  readonly trainFor: ReadonlyMap<string, SectionView>;
}

export function readSections(file: SyntaxFile, reporter: Reporter): FileSections {
  const views = new Map<string, SectionView>();
  const trainFor = new Map<string, SectionView>();
  const models = file.items.flatMap((item) => (item.kind === "model" ? [item.name.text] : []));
  for (const item of file.items) {
    if (item.kind !== "section") continue;
    const kind = sections.find(({ name }) => name === item.word.text);
    if (kind === undefined) {
      if (!item.headBroken) unknownSection(item, reporter);
      continue;
    }
    const view = viewOf(item, kind, reporter);
    const { name } = item;
    if (name === undefined) {
      const before = views.get(kind.name);
      if (before === undefined) views.set(kind.name, view);
      else
        twice(
          `${kind.name} stands twice`,
          before.section.word.span,
          item.word.span,
          "put all settings into one",
          reporter,
        );
    } else if (kind.name !== "train") {
      const message = `only \`train\` may be for a single model; this is ${kind.name}`;
      reporter.error("section-name", message, name.span, { help: `write \`${kind.name} {\`` });
    } else if (!models.includes(name.text)) {
      const { tail, extra } = meant(name.text, models, "models");
      reporter.error("name-unknown", `there is no model \`${name.text}\`${tail}`, name.span, extra);
    } else if (trainFor.has(name.text)) {
      const before = trainFor.get(name.text)?.section.word.span ?? item.word.span;
      twice(`train ${name.text} stands twice`, before, item.word.span, "put all settings into one", reporter);
    } else trainFor.set(name.text, view);
  }
  return { views, trainFor };
}

function unknownSection({ word }: Section, reporter: Reporter): void {
  const names = namesOf(sections);
  const { tail, extra } = meant(word.text, names, "sections");
  const help = `sections: ${names.join(", ")}`;
  reporter.error("section-unknown", `there is no section \`${word.text}\`${tail}`, word.span, {
    ...extra,
    help,
  });
}

function twice(message: string, before: Span, now: Span, help: string, reporter: Reporter): void {
  reporter.error("section-twice", `${message}, ${reporter.lines(before, now)}`, now, {
    related: [{ span: before, message: "here" }],
    help,
  });
}

function viewOf(section: Section, kind: SectionKind, reporter: Reporter): SectionView {
  const settings = new Map<string, Setting[]>();
  const lets: Let[] = [];
  const broken = new Set<string>();
  for (const setting of section.settings) {
    if (setting.kind === "broken") {
      broken.add(keySpellings.get(setting.word) ?? setting.word);
      continue;
    }
    if (setting.kind === "let") {
      if (kind.keys.some(({ name }) => name === "let")) lets.push(setting);
      else letOutside(kind, setting.span, reporter);
      continue;
    }
    const key = keySpellings.get(setting.key.text) ?? setting.key.text;
    if (!kind.keys.some(({ name }) => name === key)) {
      const { tail, extra } = meant(key, namesOf(kind.keys), `settings of ${kind.name}`);
      reporter.error(
        "key-unknown",
        `\`${kind.name}\` has no setting \`${key}\`${tail}`,
        setting.key.span,
        extra,
      );
      continue;
    }
    const before = settings.get(key) ?? [];
    const [first] = before;
    if (first !== undefined && !repeatingKeys.includes(key)) {
      reporter.error(
        "key-twice",
        `${key} is set twice, ${reporter.lines(first.key.span, setting.key.span)}`,
        setting.key.span,
        {
          related: [{ span: first.key.span, message: "here" }],
          help: `keep one; only ${repeatingKeys.join(", ")} may repeat`,
        },
      );
      continue;
    }
    settings.set(key, [...before, setting]);
  }
  return { section, settings, lets, broken };
}

function letOutside({ name }: SectionKind, span: Span, reporter: Reporter): void {
  reporter.error("key-unknown", `\`${name}\` has no setting \`let\``, span, {
    help: "constants stand outside of sections; new columns in `data`",
  });
}

/** What a section lacks. The help says what to write. */
const missingHelp: ReadonlyMap<string, string> = new Map([
  ["loss", "add `loss mse`, which suits numbers, or `loss crossEntropy` for classes"],
  ["source", 'add `source csv("rows.csv")`, or `source given` for rows from a program'],
  ["input", "add `input` and the columns the model may see"],
  ["target", "add `target` and the columns to be predicted"],
]);

const articles: ReadonlyMap<string, string> = new Map([["input", "an input"]]);

/** Reports keys that must be there and are not. */
export function checkNeeded({ section, settings, broken }: SectionView, reporter: Reporter): void {
  const kind = sections.find(({ name }) => name === section.word.text);
  for (const key of kind?.keys ?? []) {
    if (!key.needed || settings.has(key.name) || broken.has(key.name)) continue;
    const what = articles.get(key.name) ?? `a ${key.name}`;
    reporter.error("key-missing", `${section.word.text} needs ${what}`, section.word.span, {
      help: missingHelp.get(key.name) ?? `add \`${key.form}\``,
    });
  }
}
