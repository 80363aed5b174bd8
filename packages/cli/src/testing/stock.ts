/** A small forecast of prices that can be learned. */

/** More than a year of business days: a wave around a trend, so that the last days tell the next. */
export function stockPrices(): string {
  const lines = ["date,open,high,low,close,volume"];
  let close = 100;
  for (let day = 0, n = 0; n < 320; day++) {
    const date = new Date(Date.UTC(2020, 0, 1 + day));
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
    close = 100 + n / 20 + 5 * Math.sin(n / 6);
    lines.push(`${date.toISOString().slice(0, 10)},${close},${close + 1},${close - 1},${close},1000`);
    n++;
  }
  return `${lines.join("\n")}\n`;
}

export const stockSpec = `seq 1
let hidden = 6

data {
  source   csv("prices.csv")
  time     date, every = businessDay, gaps = skip
  let      return = log(close / lag(close, 1))
  let      range  = (high - low) / close
  input    return, range
  target   return
  report   close
  window   10
  horizon  1
  split    70% / 15% / 15%
  scale    standard
}

model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> lstm(hidden) -> last -> linear(horizon)
}

train {
  loss       huber
  optimiser  adam(rate = 1e-2)
  batch      32
  epochs     3
  seed       7
}

forecast {
  baselines  naive, drift, seasonal(5)
}
`;
