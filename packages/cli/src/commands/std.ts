/** seqloom std: the standard library of cells and blocks, to be read and copied. */
import { didYouMean, SeqError } from "@seqloom/diagnostic";
import { type StandardDefinition, standardDefinitions, standardFiles } from "@seqloom/seq";
import type { Context, ExitCode } from "./context.ts";

/**
 * @param name  a cell or block, printed as a file of its own with what it uses; or a whole file of the library;
 *              undefined for the list of them
 * @throws SeqError "std-unknown"
 */
export async function stdCommand(name: string | undefined, { out }: Context): Promise<ExitCode> {
  const definitions = standardDefinitions();
  if (name === undefined) {
    out.write(list(definitions));
    return 0;
  }
  const file = [name, `${name}.seq`].find((own) => Object.hasOwn(standardFiles, own));
  const text =
    (file === undefined ? undefined : standardFiles[file]) ??
    definitions.find((definition) => definition.name === name)?.text;
  if (text === undefined) throw unknown(name, definitions);
  out.write(text);
  return 0;
}

function list(definitions: readonly StandardDefinition[]): string {
  const files = [...new Set(definitions.map(({ file }) => file))];
  const parts = files.map((file) => {
    const own = definitions.filter((definition) => definition.file === file);
    return `${file}\n${own.map(({ head, doc }) => `  ${head}\n      ${doc.split("\n").join("\n      ")}`).join("\n")}\n`;
  });
  return `${parts.join("\n")}\nseqloom std NAME prints one as a file to import or to copy from.\n`;
}

function unknown(name: string, definitions: readonly StandardDefinition[]): SeqError {
  const names = [...definitions.map((definition) => definition.name), ...Object.keys(standardFiles)];
  const near = didYouMean(name, names);
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  return new SeqError("std-unknown", `the standard library has no ${name}${meant}`, {
    help: `it has ${names.join(", ")}`,
    details: { name },
  });
}
