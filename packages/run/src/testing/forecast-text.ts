/** The text of a small forecast, for tests that are about one part of it. */

export interface ForecastText {
  /** Lines of the data section: source, time, columns, window, horizon. */
  readonly data: string;
  readonly result?: string;
  readonly layers?: string;
  /** Lines of the train section. */
  readonly train: string;
  /** Further sections. */
  readonly more?: string;
}

export function forecastText({
  data,
  result = "[batch, horizon]",
  layers = "gru(4) -> last -> linear(horizon)",
  train,
  more = "",
}: ForecastText): string {
  return `seq 1
data {
${data}
}
model Next(x: [batch, time, feature]) -> ${result} {
  x -> ${layers}
}
train {
${train}
}
${more}`;
}
