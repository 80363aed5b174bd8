/** The command `seqloom` as a function, for tests and other programs. */
export type { Context, ExitCode, Output } from "./commands/context.ts";
export { main } from "./program.ts";
