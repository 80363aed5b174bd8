/** The command that lets a saved model write: its options and help. */
import { type Command, Option } from "commander";
import { readAmount, readCount, readSeed } from "./arguments.ts";
import type { Context, ExitCode } from "./commands/context.ts";
import { sampleCommand } from "./commands/sample.ts";

export function addSampleCommand(program: Command, context: Context, finish: (code: ExitCode) => void): void {
  program
    .command("sample <model>")
    .description("let a saved model of characters or words write, or answer a prompt")
    .option("--prompt <text>", "what to begin with, or what to answer; \\n is a line break", readPrompt)
    .option("--length <count>", "symbols to write at most", readCount)
    .option("--temperature <number>", "0 takes the likeliest; 1 as the model thinks", readAmount)
    .option("--top <count>", "choose among so many of the likeliest", readCount)
    .option("--seed <number>", "another seed, another text", readSeed)
    .addOption(new Option("--format <format>", "form of the text").choices(["text", "json"]).default("text"))
    .addOption(
      new Option("--device <device>", "what runs the model").choices(["wasm", "plain"]).default("wasm"),
    )
    .addHelpText(
      "after",
      '\nExamples:\n  seqloom sample out/shakespeare.safetensors --prompt "ROMEO:" --length 400\n  seqloom sample out/dates.safetensors --prompt "3 May 1998"\n\nWhat is left out is as in the sample section of the spec.',
    )
    .action(async (model: string, { format, device, ...settings }: SampleOptions) => {
      finish(await sampleCommand(model, { settings, format, device }, context));
    });
}

interface SampleOptions {
  readonly prompt?: string;
  readonly length?: number;
  readonly temperature?: number;
  readonly top?: number;
  readonly seed?: number;
  readonly format: "text" | "json";
  readonly device: "wasm" | "plain";
}

function readPrompt(text: string): string {
  return text.replaceAll("\\n", "\n");
}
