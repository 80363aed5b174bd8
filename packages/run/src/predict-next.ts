/** The next forecast of a saved model, from new rows. */
import { SeqError } from "@seqloom/diagnostic";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { type UseSavedOptions, useSaved } from "./use-saved.ts";
import { finished } from "./work.ts";

/**
 * With the rows of the training run, to the last bit the forecast that the run made.
 *
 * @throws SeqError "not-a-forecast" for a model that forecasts nothing, and those of `useSaved`
 */
export async function predictNext(options: UseSavedOptions): Promise<NextForecast> {
  const { prepared, predict, terms } = await useSaved(options, ({ data }) => {
    if (data?.horizon !== undefined) return;
    throw new SeqError(
      "not-a-forecast",
      `model ${options.saved.model} has no horizon, so there is nothing to forecast`,
      { help: "train with `horizon` in the data section" },
    );
  });
  return finished(nextForecast(prepared, predict, terms));
}
