/** Commands for writing specs: fmt, lsp, std. */
import type { Command } from "commander";
import type { Context, ExitCode } from "./commands/context.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { lspCommand } from "./commands/lsp.ts";
import { stdCommand } from "./commands/std.ts";

export function addEditorCommands(
  program: Command,
  context: Context,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("fmt <specs...>")
    .description("write specs in their one form; `-` reads standard input and writes standard output")
    .option("--check", "write nothing; name the files that would change and end with 1", false)
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom fmt forecast.seq cells.seq\n  seqloom fmt --check *.seq\n  seqloom fmt - < forecast.seq\n\nA file that does not parse stays as it is.",
    )
    .action(async (specs: string[], options: { check: boolean }) => {
      finish(await fmtCommand(specs, options, context));
    });
  program
    .command("lsp")
    .description("the language server for editors, over standard input and output")
    .option("--stdio", "which is what it does; some editors say so", true)
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom lsp\n\nYour editor starts it; see editors/vscode for one that does.",
    )
    .action(async () => {
      finish(await lspCommand(context));
    });
  program
    .command("std [name]")
    .description("the standard library of cells and blocks: the list, or one of them as a file")
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom std\n  seqloom std peephole > peephole.seq\n  seqloom std cells",
    )
    .action(async (name: string | undefined) => {
      finish(await stdCommand(name, context));
    });
}
