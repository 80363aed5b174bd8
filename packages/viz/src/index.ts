/** Pure functions from numbers to SVG text. */

export { type ForecastPlot, forecastPlot } from "./forecast.ts";
export { type GateStrip, type GatesPlot, gatesPlot } from "./gates.ts";
export { type Band, type LineChart, lineChart, type Mark, type Series } from "./line-chart.ts";
export { type LossCurve, lossCurve } from "./loss-curve.ts";
export { type ColourName, colours, type Dash, dashes, type Ink, scales, themeCss } from "./palette.ts";
export { element, escapeText, type Markup, picture, text } from "./svg.ts";
