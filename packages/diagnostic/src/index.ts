export { SeqError, type SeqErrorOptions } from "./error.ts";
export type { Span } from "./span.ts";
