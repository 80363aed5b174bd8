/** The report: one HTML file that needs nothing else. */
import {
  escapeText,
  forecastPlot,
  type GateStrip,
  gatesPlot,
  lossCurve,
  scorePlot,
  themeCss,
} from "@seqloom/viz";
import type { Detection } from "./detect/detect.ts";
import { findingsHeadline, findingsTable } from "./detect/findings-table.ts";
import { type Evaluation, headline } from "./evaluate.ts";
import { scoreTable, type TextTable } from "./score-table.ts";

export interface ReportInput {
  readonly title: string;
  readonly evaluation: Evaluation;
  readonly detection?: Detection;
  readonly losses: {
    readonly training: readonly number[];
    readonly validation?: readonly number[];
    readonly best?: number;
  };
  /** Gates and states over the last window. */
  readonly gates: readonly GateStrip[];
  /** The text of the spec, shown as it is. */
  readonly spec: string;
  /** Facts of the run: seed, device, epochs, time. */
  readonly facts: readonly (readonly [string, string])[];
}

/** How much of the truth before the test part is shown, as a share of the test part. */
const lead = 0.35;

/** The whole page as text. Everything from outside is escaped; there is no script in it. */
export function reportHtml(input: ReportInput): string {
  const { evaluation, detection, losses, gates, title } = input;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeText(title)}</title>
<style>${css}</style>
</head>
<body>
<h1>${escapeText(title)}</h1>
<p class="headline ${evaluation.verdict === "better" ? "good" : "plain"}">${escapeText(headline(evaluation))}</p>
<h2>Scores on the test part</h2>
${tableHtml(scoreTable(evaluation.scores))}
<p class="note">MAE and RMSE are in the units of ${escapeText(evaluation.reported.name)}. MASE is the mean absolute error divided by that of the naive forecast on the training part. Direction is how often the forecast moved the right way.</p>
<h2>Forecast against what came</h2>
<figure>${evaluationPlot(evaluation, false)}</figure>
<figure>${evaluationPlot(evaluation, true)}</figure>
${detection === undefined ? "" : findingsHtml(detection)}
<h2>Training</h2>
<figure>${lossCurve(losses)}</figure>
${gates.length === 0 ? "" : `<h2>Inside the cell, over the last window</h2>\n<figure>${gatesPlot({ title: "Gates and states, the last window", strips: gates })}</figure>`}
<h2>The run</h2>
<div class="wide"><table>${input.facts.map(([name, value]) => `<tr><th>${escapeText(name)}</th><td class="text">${escapeText(value)}</td></tr>`).join("")}</table></div>
<h2>The spec</h2>
<pre>${escapeText(input.spec)}</pre>
</body>
</html>
`;
}

function tableHtml({ head, rows }: TextTable): string {
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell, i) => `<${i === 0 ? "th" : tag}>${escapeText(cell)}</${i === 0 ? "th" : tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
  return `<div class="wide"><table><thead><tr>${cells(head, "th")}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** More plots would bury the rest of the report; the table has the findings of all series. */
const plottedSeries = 6;

/** The findings in the test part, and the scores of each series that has one; of the first where none has. */
function findingsHtml(detection: Detection): string {
  const { limits, hasClock, keys, series, times, scores } = detection;
  const { threshold } = limits;
  const unusual = new Set(series.filter((_, place) => (scores[place] ?? 0) > threshold));
  const shown = unusual.size > 0 ? [...unusual].slice(0, plottedSeries) : [series[0] ?? 0];
  const plots = shown.map((own) => {
    const isOwn = (_: number, place: number) => series[place] === own;
    const key = keys[own] ?? [];
    const plot = scorePlot({
      title: key.length === 0 ? "Scores in the test part" : `Scores of ${key.join(", ")} in the test part`,
      ...{ time: times.filter(isOwn), isTime: hasClock, scores: scores.filter(isOwn), threshold },
    });
    return `<figure>${plot}</figure>`;
  });
  return `<h2>Unusual times</h2>
<p>${escapeText(findingsHeadline(detection))}</p>
${detection.findings.length === 0 ? "" : tableHtml(findingsTable(detection))}
${plots.join("\n")}`;
}

/** Over the whole test part, or the last 60 forecasts of it, where single steps can be told apart. */
function evaluationPlot({ reported, scores, history, hasClock }: Evaluation, isClose: boolean): string {
  const { horizon, count, times, actual, name } = reported;
  const model = scores[0]?.forecast ?? new Float64Array();
  const naive = scores.find((score) => score.name === "naive")?.forecast ?? model;
  const from = isClose ? Math.max(0, count - 60) : 0;
  // The first step of every horizon; where steps are many, the rest would lie over each other.
  const at = (values: ArrayLike<number>) =>
    Array.from({ length: count - from }, (_, i) => values[(from + i) * horizon] ?? Number.NaN);
  const shown = isClose ? 0 : Math.min(history.times.length, Math.ceil(count * lead));
  const before = history.values.length - shown;
  const gap = new Array<number>(shown).fill(Number.NaN);
  return forecastPlot({
    title: isClose ? `The last ${count - from} forecasts` : "The whole test part",
    time: [...history.times.subarray(before), ...at(times)],
    isTime: hasClock,
    unit: name,
    truth: [...history.values.subarray(before), ...at(actual)],
    model: [...gap, ...at(model)],
    baseline: { name: "naive", values: [...gap, ...at(naive)] },
    ...(!isClose && { split: times[0] ?? 0 }),
  });
}

const css = `
${themeCss(":root")}
body{max-width:52rem;margin:2rem auto;padding:0 1rem;color:var(--text);background:var(--page);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
.headline{font-size:1.15rem;border-left:4px solid var(--line);padding-left:.8rem}.headline.good{border-color:var(--gru)}
.note{color:var(--muted);font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.25rem .8rem;text-align:right;border-bottom:1px solid color-mix(in srgb,var(--line) 35%,transparent)}
th:first-child{text-align:left}td.text{text-align:left}
figure{margin:0 0 1rem}svg{max-width:100%;height:auto}
pre{background:var(--panel);padding:1rem;overflow-x:auto;font-size:.85rem}
`;
