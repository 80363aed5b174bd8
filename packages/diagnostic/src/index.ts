export { SeqError, type SeqErrorOptions } from "./error.ts";
