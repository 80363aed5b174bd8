// Lays the prices beside the spec. They ship in the npm package vega-datasets and stay out of this repository,
// because their own source (Yahoo Finance) states no licence for the file.
import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Copies the daily S&P 500 prices (2000-01-03 to 2020-04-17) to `data/sp500-2000.csv` beside this file.
 *
 * @returns {boolean} whether a copy was needed
 */
export function prepare() {
  // vega-datasets exports no file paths, only its entry point: go from there.
  const source = fileURLToPath(new URL("../data/sp500-2000.csv", import.meta.resolve("vega-datasets")));
  const target = fileURLToPath(new URL("data/sp500-2000.csv", import.meta.url));
  if (existsSync(target) && statSync(target).size === statSync(source).size) return false;
  mkdirSync(new URL("data/", import.meta.url), { recursive: true });
  copyFileSync(source, target);
  return true;
}
