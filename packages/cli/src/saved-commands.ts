/** Commands that use a saved model: predict, detect, sample. */
import type { Command } from "commander";
import { deviceOption, formatOption, readAmount, readCount, readSeed } from "./arguments.ts";
import type { Context, ExitCode } from "./commands/context.ts";
import { detectCommand } from "./commands/detect.ts";
import type { Device } from "./commands/device.ts";
import { predictCommand, type UseCommandOptions } from "./commands/predict.ts";
import { sampleCommand } from "./commands/sample.ts";

const data = ["--data <file>", "rows in place of the file that the saved spec names"] as const;
const device = () => deviceOption("what runs the model");

export function addSavedCommands(program: Command, context: Context, finish: (code: ExitCode) => void): void {
  program
    .command("predict <model>")
    .description("the next forecast of a saved model")
    .option(...data)
    .addOption(formatOption("form of the forecast"))
    .addOption(device())
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom predict out/forecast.safetensors --data prices.csv\n  seqloom predict out/forecast.safetensors --data prices.csv --format json",
    )
    .action(async (model: string, options: UseCommandOptions) => {
      finish(await predictCommand(model, options, context));
    });
  program
    .command("detect <model>")
    .description("the times at which rows are not as a saved model expects")
    .option(...data)
    .addOption(formatOption("form of the findings"))
    .addOption(device())
    .addHelpText(
      "after",
      "\nExamples:\n  seqloom detect out/machine.safetensors --data today.csv\n  seqloom detect out/machine.safetensors --data today.csv --format json\n\nThe model is one whose spec has a `detect` section; what is unusual was learned with it.",
    )
    .action(async (model: string, options: UseCommandOptions) => {
      finish(await detectCommand(model, options, context));
    });
  program
    .command("sample <model>")
    .description("let a saved model of characters or words write, or answer a prompt")
    .option("--prompt <text>", "what to begin with, or what to answer; \\n is a line break", readPrompt)
    .option("--length <count>", "symbols to write at most", readCount)
    .option("--temperature <number>", "0 takes the likeliest; 1 as the model thinks", readAmount)
    .option("--top <count>", "choose among so many of the likeliest", readCount)
    .option("--seed <number>", "another seed, another text", readSeed)
    .addOption(formatOption("form of the text"))
    .addOption(device())
    .addHelpText(
      "after",
      '\nExamples:\n  seqloom sample out/shakespeare.safetensors --prompt "ROMEO:" --length 400\n  seqloom sample out/dates.safetensors --prompt "3 May 1998"\n\nWhat is left out is as in the sample section of the spec.',
    )
    .action(async (model: string, { format, device: own, ...settings }: SampleOptions) => {
      finish(await sampleCommand(model, { settings, format, device: own }, context));
    });
}

interface SampleOptions {
  readonly prompt?: string;
  readonly length?: number;
  readonly temperature?: number;
  readonly top?: number;
  readonly seed?: number;
  readonly format: "text" | "json";
  readonly device: Device;
}

function readPrompt(text: string): string {
  return text.replaceAll("\\n", "\n");
}
