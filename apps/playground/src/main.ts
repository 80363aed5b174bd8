/** The playground on a page of its own, for work on it: `pnpm --filter @seqloom/playground dev`. */
import "uplot/dist/uPlot.min.css";
import "./page/theme.css";
import "./page/style.css";
import { mountPlayground } from "./page/app.ts";

const host = document.getElementById("playground");
if (host !== null) await mountPlayground(host, document.documentElement.lang === "ko" ? "ko" : "en");
