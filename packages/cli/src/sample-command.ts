/** The command that lets a saved model write: its options and help. */
import { type Command, InvalidArgumentError, Option } from "commander";
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

function readCount(text: string): number {
  return within(text, Number.isSafeInteger(Number(text)) && Number(text) >= 1, "a whole number from 1");
}

function readSeed(text: string): number {
  return within(text, Number.isSafeInteger(Number(text)) && Number(text) >= 0, "a whole number from 0");
}

function readAmount(text: string): number {
  return within(text, Number.isFinite(Number(text)) && Number(text) >= 0, "a number from 0");
}

function within(text: string, isRight: boolean, what: string): number {
  if (isRight && text.trim() !== "") return Number(text);
  throw new InvalidArgumentError(`it is ${what}`);
}
