/**
 * A stretch of a text: `start` up to but not including `end`, both UTF-16 offsets (as `String.prototype.slice`
 * takes them). An empty span marks a place between two characters.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}
