/** What the builder of the search index and its reader must agree on. */
import type { Options } from "minisearch";

export const searchOptions: Options = {
  fields: ["title", "heading", "text", "terms"],
  storeFields: ["title", "heading", "path", "language"],
};
