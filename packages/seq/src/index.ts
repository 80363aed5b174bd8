export type * from "./1-parse/syntax.ts";
