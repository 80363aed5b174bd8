/**
 * Whether a forecast of the target can be turned back into the column that is reported.
 */
import type { ColumnInfo } from "./columns.ts";
import type { ColumnRecord } from "./data-record.ts";

/** Functions that can be undone from known values; `+ - * /` and the minus sign too. */
const undone: ReadonlySet<string> = new Set(["log", "exp", "diff", "lag", "+", "-", "*", "/", "negate"]);

/** Whether the column stands in the target under nothing but functions that can be undone. */
export function isWayBack(
  target: ColumnRecord,
  column: string,
  lets: ReadonlyMap<string, ColumnInfo>,
): boolean {
  return reaches(target, column, lets, 0);
}

/** Names that `let` made are looked through; a name inside its own meaning is the column of the source. */
function reaches(
  record: ColumnRecord,
  column: string,
  lets: ReadonlyMap<string, ColumnInfo>,
  depth: number,
): boolean {
  if (depth > 100) return false;
  switch (record.kind) {
    case "column": {
      if (record.name === column) return true;
      const meaning = lets.get(record.name)?.record;
      const isItself = meaning?.kind === "column" && meaning.name === record.name;
      return meaning !== undefined && !isItself && reaches(meaning, column, lets, depth + 1);
    }
    case "call":
      return undone.has(record.name) && record.args.some((arg) => reaches(arg, column, lets, depth + 1));
    case "number":
    case "text":
      return false;
    default:
      return record satisfies never;
  }
}
