/** The playground's page. */
import "uplot/dist/uPlot.min.css";
import "@seqloom/playground/style.css";
import { mountPlayground } from "@seqloom/playground";

const host = document.getElementById("playground");
if (host !== null) await mountPlayground(host, document.documentElement.lang === "ko" ? "ko" : "en");
