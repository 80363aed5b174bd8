// Parts of import specifiers, and the imports of files with their places.
import { scope } from "./workspace.mjs";

/**
 * @typedef {import("./workspace.mjs").SourceFile} SourceFile
 * @typedef {import("./workspace.mjs").Import} Import
 */

/**
 * @param {readonly SourceFile[]} files
 * @returns {(Import & { file: SourceFile, place: string })[]}
 */
export function imports(files) {
  return files.flatMap((file) =>
    file.imports.map((one) => ({ ...one, file, place: `${file.path}:${one.line}:${one.column}` })),
  );
}

/** @param {Record<string, string> | undefined} dependencies */
export function namesIn(dependencies) {
  return Object.keys(dependencies ?? {});
}

/**
 * `@seqloom/autograd/testing` to `autograd`.
 *
 * @param {string} specifier
 */
export function nameOf(specifier) {
  return specifier.slice(scope.length).split("/")[0] ?? "";
}

/**
 * `@scope/name/door` to `@scope/name`, `name/door` to `name`.
 *
 * @param {string} specifier
 */
export function packageIn(specifier) {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
