/** A `.seq` text and the files it names: read, parsed and checked, with what the data files hold. */
import { dateColumns, readCsv } from "@seqloom/data";
import { type Diagnostic, SeqError, type Source } from "@seqloom/diagnostic";
import { type CheckedSpec, check, parse, type SyntaxFile, type TableFacts } from "@seqloom/seq";
import type { FileAccess } from "./files.ts";

export interface LoadSpecOptions {
  /** Texts of imports and data files. */
  readonly files: FileAccess;
  /** Values from outside by path: `hidden` to `64`, `train.epochs` to `5`. */
  readonly set?: Readonly<Record<string, string>>;
  /** Whether a data file that is missing is an error, as in training, or a warning, as in checking. */
  readonly needsData: boolean;
}

export interface LoadedSpec {
  readonly source: Source;
  /** Missing if there is an error. */
  readonly spec: CheckedSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the imported files, and of those that they import, by their path. */
  readonly imports: ReadonlyMap<string, string>;
}

export async function loadSpec(
  source: Source,
  { files, set, needsData }: LoadSpecOptions,
): Promise<LoadedSpec> {
  const parsed = parse(source);
  const imports = await readImports(parsed.file, files);
  const facts = new Map<string, TableFacts | "missing">();
  for (const path of dataFiles(parsed.file)) {
    if (path.includes("*")) continue;
    const text = await readIfThere(path, files);
    if (text === undefined) {
      facts.set(path, "missing");
      continue;
    }
    const found = path.toLowerCase().endsWith(".csv") ? factsOf(path, text) : undefined;
    if (found !== undefined) facts.set(path, found);
  }
  const checked = check(parsed.file, {
    source,
    read: (path) => imports.get(path),
    facts: (path) => facts.get(path),
    ...(set !== undefined && { set }),
  });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics].map((found) =>
    needsData && found.code === "data-missing" ? { ...found, severity: "error" as const } : found,
  );
  const hasErrors = diagnostics.some((found) => found.severity === "error");
  return { source, spec: hasErrors ? undefined : checked.spec, diagnostics, imports };
}

async function readIfThere(path: string, files: FileAccess): Promise<string | undefined> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof SeqError && error.code === "file-missing") return undefined;
    throw error;
  }
}

/** Columns, rows and columns of dates; undefined for a file that cannot be read, which says so when it is. */
function factsOf(path: string, text: string): TableFacts | undefined {
  try {
    const table = readCsv(text, path);
    return { columns: [...table.columns.keys()], rows: table.rowCount, dates: dateColumns(table) };
  } catch (error) {
    if (error instanceof SeqError) return undefined;
    throw error;
  }
}

/** Texts in the calls of `source` and `join`: the files they read. */
function dataFiles(file: SyntaxFile): string[] {
  const sections = file.items.filter((item) => item.kind === "section" && item.word.text === "data");
  const settings = sections.flatMap((section) => ("settings" in section ? section.settings : []));
  return [
    ...new Set(
      settings.flatMap((setting) =>
        "key" in setting && ["source", "join"].includes(setting.key.text) ? textsIn(setting.items) : [],
      ),
    ),
  ];
}

function textsIn(tree: unknown): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  const own =
    "kind" in tree && tree.kind === "text" && "value" in tree && typeof tree.value === "string"
      ? [tree.value]
      : [];
  return [...own, ...Object.values(tree).flatMap(textsIn)];
}

/** Imported files and those that they import, by path from the first file's folder. */
async function readImports(file: SyntaxFile, files: FileAccess): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const visit = async (at: SyntaxFile, folder: string): Promise<void> => {
    for (const item of at.items) {
      if (item.kind !== "import") continue;
      const path = resolve(folder, item.file.value);
      if (path.startsWith("..") || found.has(path)) continue;
      const text = await readIfThere(path, files);
      if (text === undefined) continue;
      found.set(path, text);
      await visit(parse(text).file, path.split("/").slice(0, -1).join("/"));
    }
  };
  await visit(file, "");
  return found;
}

function resolve(folder: string, path: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.length === 0) return `../${path}`;
      parts.pop();
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
