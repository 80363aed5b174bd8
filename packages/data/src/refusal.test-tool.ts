/** Shared by tests: the coded error of a call, and the numbers of a column. */
import { SeqError } from "@seqloom/diagnostic";
import { columnOf, type Table } from "./1-read/table.ts";

/** The error that `run` throws; anything but a SeqError, and no error at all, fails the test. */
export function refusal(run: () => unknown): SeqError {
  try {
    run();
  } catch (error) {
    if (error instanceof SeqError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

export function numbersIn(table: Table, name: string): number[] {
  const column = columnOf(table, name);
  if (column.kind === "text" || column.kind === "texts") throw new Error(`${name} is text`);
  return [...column.values];
}
