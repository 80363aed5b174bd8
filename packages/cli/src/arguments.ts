/** What is written behind options, read: a number in its range, or a wrong call that says what is wanted. */
import { InvalidArgumentError, Option } from "commander";

export function deviceOption(what: string): Option {
  return new Option("--device <device>", what).choices(["wasm", "plain"]).default("wasm");
}

export function formatOption(what: string): Option {
  return new Option("--format <format>", what).choices(["text", "json"]).default("text");
}

/** As in the language: what a seed beyond it draws would not be its own. */
const largestSeed = 2 ** 32 - 1;

export function readCount(text: string): number {
  const value = Number(text);
  return within(text, Number.isSafeInteger(value) && value >= 1, "a whole number from 1");
}

export function readAmount(text: string): number {
  const value = Number(text);
  return within(text, Number.isFinite(value) && value >= 0, "a number from 0");
}

export function readSeed(text: string): number {
  const value = Number(text);
  const isSeed = Number.isInteger(value) && value >= 0 && value <= largestSeed;
  return within(text, isSeed, `a whole number from 0 to ${largestSeed}`);
}

/** Each trains a model of its own, so the same twice would only write over it. */
export function readSeeds(text: string): number[] {
  return [...new Set(text.split(",").map(readSeed))];
}

function within(text: string, isRight: boolean, what: string): number {
  if (isRight && text.trim() !== "") return Number(text);
  throw new InvalidArgumentError(`It is ${what}.`);
}

export function addSetting(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("Write name=value, for instance hidden=64.");
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
