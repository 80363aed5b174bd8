/** What a golden case is, whatever its form. */
import type { Compiler } from "@seqloom/graph";
import type { Comparison } from "./compare.ts";

/** Undefined where Seqloom lacks what a case asks for. */
export type Results = readonly Comparison[] | undefined;

/** One comparison with the reference. */
export interface GoldenCase {
  /** Of the case within its file; empty where the file is the case. */
  readonly name: string;
  /**
   * Our results beside those of the file.
   *
   * @param compiler  runs it as a compiled graph; left out, at once on the plain device
   */
  readonly run: (compiler?: Compiler) => Results | Promise<Results>;
  /** Why Seqloom does otherwise on purpose; the case is then not run. */
  readonly absent?: string;
  /** Nothing of it can be recorded: plain numbers, or shapes that follow from data. */
  readonly onlyAtOnce?: boolean;
}

/** A form of golden file: gives the cases of a file, or undefined if the file is of another form. */
export type Form = (file: unknown) => readonly GoldenCase[] | undefined;

/** Whether a value of a golden file is a record with these fields. */
export function hasFields(value: unknown, ...fields: readonly string[]): boolean {
  return typeof value === "object" && value !== null && fields.every((field) => field in value);
}
