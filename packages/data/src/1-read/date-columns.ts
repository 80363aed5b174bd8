/** Which columns of a table hold dates, as far as its first rows tell. */
import { numberOf } from "./cells.ts";
import { readDate } from "./date.ts";
import type { Column, Table } from "./table.ts";

const rowsLookedAt = 10;

/** The names of the columns that hold dates; numbers that could be years are none. */
export function dateColumns({ columns }: Table): readonly string[] {
  return [...columns].flatMap(([name, column]) => (holdsDates(column) ? [name] : []));
}

function holdsDates(column: Column): boolean {
  if (column.kind === "date") return true;
  return (
    column.kind === "text" &&
    column.values
      .slice(0, rowsLookedAt)
      .every((cell) => numberOf(cell) === undefined && typeof readDate(cell) === "number")
  );
}
