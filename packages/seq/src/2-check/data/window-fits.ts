/**
 * Whether the training part is long enough for a window, where the number of rows is known; and whether a table of dates
 * has been told its time.
 */
import type { Reporter } from "../reporter.ts";
import type { SectionView } from "../sections/section-view.ts";
import type { DataInfo } from "./data-info.ts";
import { defaultShares } from "./split.ts";

export function checkWindowFits(
  { source, split, window, horizon, isTimed }: DataInfo,
  view: SectionView,
  reporter: Reporter,
): void {
  const [date] = source?.dates ?? [];
  if (date !== undefined && !isTimed && source !== undefined) {
    reporter.warning(
      "time-forgotten",
      `${source.title} has dates in ${date}, and the rows are taken as independent`,
      view.section.word.span,
      {
        why: "shuffled rows let a model train on days after those it is tested on",
        help: `add \`time ${date}\`, if the rows follow each other`,
      },
    );
  }
  const setting = view.settings.get("window")?.[0];
  const isFiltered = view.settings.has("where") || view.settings.has("series") || view.settings.has("join");
  if (source?.rows === undefined || window === undefined || setting === undefined || isFiltered) return;
  const training =
    split?.kind === "counts"
      ? (split.counts[0] ?? 0)
      : split?.kind === "dates"
        ? undefined
        : Math.floor(source.rows * (split?.shares[0] ?? defaultShares[0] ?? 1));
  const needed = window + (horizon ?? 0);
  if (training === undefined || needed <= training) return;
  const what =
    horizon === undefined
      ? `a window of ${window} steps does`
      : `a window of ${window} steps and a horizon of ${horizon} do`;
  reporter.error(
    "window-long",
    `${what} not fit into the training part, which has ${training} of the ${source.rows} rows of ${source.title}`,
    setting.span,
    {
      why: "no training example would be left",
      help: `use a window of at most ${Math.max(1, Math.floor((training - (horizon ?? 0)) / 2))}, or a larger training part`,
    },
  );
}
