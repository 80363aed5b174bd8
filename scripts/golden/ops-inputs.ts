/** What the calls of golden cases are given. */
import type { Value } from "@seqloom/ops";

type Name = "a" | "b" | "c" | "i" | "m" | "p" | "q" | "s" | "w" | "W" | "x" | "x0" | "x1" | "x2" | "y";

/** The inputs of a case by name; a call reads those that its case has. */
export type OpsInputs = Readonly<Record<Name, Value>>;

export type Call = (inputs: OpsInputs) => readonly Value[];
