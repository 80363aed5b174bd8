/** The playground, for the page that holds it. */
export { coloursOf } from "./editor/colours.ts";
export { mountPlayground } from "./page/app.ts";
export { type Language, wordsOf } from "./page/words.ts";
