/** The command line: commands, options, help. */

import { Command, CommanderError, Option } from "commander";
import { addSetting, deviceOption, readSeeds } from "./arguments.ts";
import { checkCommand } from "./commands/check.ts";
import type { Context, ExitCode } from "./commands/context.ts";
import type { Device } from "./commands/device.ts";
import { formatError } from "./commands/error-text.ts";
import { explainCommand } from "./commands/explain.ts";
import { trainCommand } from "./commands/train.ts";
import { addEditorCommands } from "./editor-commands.ts";
import { addSavedCommands } from "./saved-commands.ts";
import { version } from "./version.ts";

const setHelp = "set a constant or a setting: --set hidden=64 --set train.epochs=5";

/** Runs one command; never throws. */
export async function main(args: readonly string[], context: Context): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = makeProgram(context, (outcome) => {
    code = outcome;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.err.write(formatError(error));
    return 1;
  }
}

function makeProgram(context: Context, finish: (code: ExitCode) => void): Command {
  const program = new Command("seqloom")
    .description(
      "Recurrent networks from a text file: checked, compiled, trained, compared with naive forecasts.",
    )
    .version(version, "-V, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(seqloom --help lists commands and options)")
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
    })
    .addHelpText(
      "after",
      '\nExamples:\n  seqloom check forecast.seq\n  seqloom train forecast.seq --set train.epochs=5\n  seqloom predict out/forecast.safetensors --data prices.csv\n  seqloom sample out/shakespeare.safetensors --prompt "ROMEO:"\n  seqloom explain forecast.seq --stage plan',
    );
  program
    .command("train <spec>")
    .description("train the models of a spec; prints scores, writes model file and report")
    .addOption(new Option("--set <name=value>", setHelp).argParser(addSetting).default({}, "none"))
    .option("--seed <numbers>", "one seed, or several with commas, in place of the spec's", readSeeds)
    .option("--model <name>", "only this model of several")
    .addOption(deviceOption("what runs the training step"))
    .option("--out <folder>", "where model file and report go", "out")
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom train forecast.seq\n  seqloom train forecast.seq --set hidden=64 --set train.epochs=5 --seed 1,2,3\n\nCtrl-C ends the training after the step at work; the weights so far are saved and scored. A second one leaves at once.",
    )
    .action(
      async (
        spec: string,
        options: {
          set: Record<string, string>;
          seed?: number[];
          model?: string;
          device: Device;
          out: string;
        },
      ) => {
        finish(
          await trainCommand(
            spec,
            {
              set: options.set,
              seeds: options.seed,
              model: options.model,
              device: options.device,
              out: options.out,
            },
            context,
          ),
        );
      },
    );
  program
    .command("check <spec>")
    .description("say what is wrong with a spec, and how to put it right")
    .addOption(
      new Option("--format <format>", "form of the report")
        .choices(["text", "json", "sarif", "github"])
        .default("text"),
    )
    .addOption(new Option("--set <name=value>", setHelp).argParser(addSetting).default({}, "none"))
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom check forecast.seq\n  seqloom check forecast.seq --format json",
    )
    .action(
      async (
        spec: string,
        options: { format: "text" | "json" | "sarif" | "github"; set: Record<string, string> },
      ) => {
        finish(await checkCommand(spec, options, context));
      },
    );
  program
    .command("explain <spec>")
    .description("show shapes, weights and devices, or one stage on the way to machine code")
    .addOption(
      new Option("--stage <stage>", "what to show in place of the overview").choices([
        "syntax",
        "model",
        "graph",
        "plan",
        "kernels",
      ]),
    )
    .addOption(
      new Option("--graph <form>", "the model's graph, all steps folded into one")
        .choices(["text", "dot", "mermaid", "svg"])
        .conflicts("stage"),
    )
    .addOption(new Option("--set <name=value>", setHelp).argParser(addSetting).default({}, "none"))
    .option("--model <name>", "which model of several")
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom explain forecast.seq\n  seqloom explain forecast.seq --stage graph\n  seqloom explain forecast.seq --graph svg > model.svg",
    )
    .action(
      async (
        spec: string,
        options: {
          stage?: "syntax" | "model" | "graph" | "plan" | "kernels";
          graph?: "text" | "dot" | "mermaid" | "svg";
          set: Record<string, string>;
          model?: string;
        },
      ) => {
        finish(
          await explainCommand(
            spec,
            { set: options.set, stage: options.stage, graph: options.graph, model: options.model },
            context,
          ),
        );
      },
    );
  addSavedCommands(program, context, finish);
  addEditorCommands(program, context, finish);
  return program;
}
