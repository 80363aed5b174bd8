/** Pure functions from numbers to SVG text. */

export {
  type Diagram,
  type DiagramCell,
  type DiagramEdge,
  type DiagramNode,
  diagramOf,
} from "./diagram/diagram.ts";
export { toDot } from "./diagram/dot.ts";
export { toMermaid } from "./diagram/mermaid.ts";
export { type DiagramPicture, diagramPicture } from "./diagram/picture.ts";
export { type ForecastPlot, forecastPlot } from "./forecast.ts";
export { type GateStrip, type GatesPlot, gatesPlot } from "./gates.ts";
export { type Band, type LineChart, lineChart, type Mark, type Series } from "./line-chart.ts";
export { type LossCurve, lossCurve } from "./loss-curve.ts";
export { type ColourName, colours, type Dash, dashes, type Ink, scales, themeCss } from "./palette.ts";
export { type ScorePlot, scorePlot } from "./score-plot.ts";
export { element, escapeText, type Markup, picture, text } from "./svg.ts";
