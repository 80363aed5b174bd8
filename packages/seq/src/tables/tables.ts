/** Everything that the language knows by name, for those who carry it out and for the docs. */
import { columnFunctions } from "./column-functions.ts";
import { baselines, intervals, scalers, thresholds } from "./forecasting.ts";
import { initialValues, layerFunctions } from "./layers.ts";
import { sections } from "./sections.ts";
import { sources } from "./sources.ts";
import { losses, metrics, optimisers, schedules } from "./training.ts";

export const tables = {
  sections,
  sources,
  columnFunctions,
  scalers,
  layerFunctions,
  initialValues,
  losses,
  optimisers,
  schedules,
  metrics,
  baselines,
  intervals,
  thresholds,
} as const;
