/**
 * Values from outside: a constant by its name, a setting by its path, as `--set hidden=64` gives them.
 */
import type { Span } from "@seqloom/diagnostic";
import { mapSpans } from "../1-parse/map-spans.ts";
import { parse } from "../1-parse/parse.ts";
import type { Let, Section, Setting, SyntaxFile, TopItem } from "../1-parse/syntax.ts";
import { namesOf } from "../tables/kind.ts";
import { sections } from "../tables/sections.ts";
import { meant, type Reporter } from "./reporter.ts";

/** Texts by path: `{ hidden: "64", "train.epochs": "5", "train.Gru.clip": "norm = 2" }`. */
export type Overrides = Readonly<Record<string, string>>;

/** The file with these values in it; what is wrong with them is told at the line they replace. */
export function withOverrides(file: SyntaxFile, overrides: Overrides, reporter: Reporter): SyntaxFile {
  return Object.entries(overrides).reduce(
    (changed, [path, text]) => override(changed, path, text, reporter),
    file,
  );
}

const nowhere: Span = { start: 0, end: 0 };

function override(file: SyntaxFile, path: string, text: string, reporter: Reporter): SyntaxFile {
  const [word = "", ...rest] = path.split(".");
  const key = rest.at(-1);
  return key === undefined
    ? setConstant(file, word, text, reporter)
    : setSetting(file, { word, model: rest.length > 1 ? rest[0] : undefined, key }, text, reporter);
}

function setConstant(file: SyntaxFile, name: string, text: string, reporter: Reporter): SyntaxFile {
  const names = file.items.flatMap((item) =>
    item.kind === "let" ? item.bindings.map((binding) => binding.name.text) : [],
  );
  if (!names.includes(name)) {
    const { tail, extra } = meant(name, names, "constants");
    reporter.error("set-unknown", `--set ${name}: there is no constant \`${name}\`${tail}`, nowhere, {
      help: extra.help ?? "settings are set by their path: `train.epochs`",
    });
    return file;
  }
  const parsed = parse(`seq 1\nlet ${name} = ${text}\n`);
  const [item] = parsed.file.items;
  const value =
    item?.kind === "let" && parsed.diagnostics.length === 0 && item.bindings.length === 1
      ? item.bindings[0]?.value
      : undefined;
  if (value === undefined) {
    invalid(name, text, reporter);
    return file;
  }
  const replace = (one: Let): Let => ({
    ...one,
    bindings: one.bindings.map((binding) =>
      binding.name.text === name ? { ...binding, value: placedAt(value, binding.value.span) } : binding,
    ),
  });
  return { ...file, items: file.items.map((one): TopItem => (one.kind === "let" ? replace(one) : one)) };
}

interface SettingPath {
  readonly word: string;
  readonly model: string | undefined;
  readonly key: string;
}

function setSetting(
  file: SyntaxFile,
  { word, model, key }: SettingPath,
  text: string,
  reporter: Reporter,
): SyntaxFile {
  const path = [word, model, key].filter((part) => part !== undefined).join(".");
  if (!sections.some(({ name }) => name === word)) {
    const { tail, extra } = meant(word, namesOf(sections), "sections");
    reporter.error("set-unknown", `--set ${path}: there is no section \`${word}\`${tail}`, nowhere, {
      help: extra.help,
    });
    return file;
  }
  const parsed = parse(`seq 1\n${word} {\n  ${key} ${text}\n}\n`);
  const [section] = parsed.file.items;
  const found =
    section?.kind === "section" && parsed.diagnostics.length === 0 && section.settings.length === 1
      ? section.settings[0]
      : undefined;
  if (found?.kind !== "setting") {
    invalid(path, text, reporter);
    return file;
  }
  const isMeant = (item: TopItem): item is Section =>
    item.kind === "section" && item.word.text === word && item.name?.text === model;
  const target = file.items.find(isMeant);
  if (target === undefined) {
    if (section?.kind !== "section") return file;
    const added: Section = {
      ...section,
      settings: [placedAt(found, nowhere)],
      span: nowhere,
      word: { ...section.word, span: nowhere },
      name: model === undefined ? undefined : { kind: "name", text: model, span: nowhere },
    };
    return { ...file, items: [...file.items, added] };
  }
  return {
    ...file,
    items: file.items.map((item) =>
      item === target ? { ...target, settings: replaced(target, found) } : item,
    ),
  };
}

function replaced({ settings, word }: Section, found: Setting): Section["settings"] {
  const at = settings.findIndex((one) =>
    one.kind === "setting"
      ? one.key.text === found.key.text
      : one.kind === "broken" && one.word === found.key.text,
  );
  const old = settings[at];
  if (old === undefined) return [...settings, placedAt(found, word.span)];
  return settings.map((one, i) => (i === at ? placedAt(found, old.span) : one));
}

function invalid(path: string, text: string, reporter: Reporter): void {
  reporter.error("set-invalid", `--set ${path}: \`${text}\` cannot stand there`, nowhere, {
    help: 'write what the file would have there: `--set train.clip="norm = 1"`',
  });
}

/** A copy of syntax with every span at one place. */
function placedAt<T>(data: T, span: Span): T {
  return mapSpans(data, () => span);
}
