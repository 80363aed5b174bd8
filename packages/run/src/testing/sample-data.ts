/** Small data for the specs in the language's folder of samples: of their columns, with something to learn in them. */
import { rng, uniform } from "@seqloom/tensor";

/** Numbers from -1 to 1, the same each time. */
function noiseOf(seed: number): (i: number) => number {
  const values = uniform(rng(seed), [1 << 15], "f64", -1, 1).data;
  return (i) => values[i % values.length] ?? 0;
}

function csv(head: string, count: number, row: (n: number) => readonly (string | number)[]): string {
  return `${head}\n${Array.from({ length: count }, (_, n) => row(n).join(",")).join("\n")}\n`;
}

const day = 24 * 3_600_000;
const hourOf = (n: number) =>
  new Date(Date.UTC(2024, 0, 1) + (n * day) / 24).toISOString().slice(0, 16).replace("T", " ");
const dayOf = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * day).toISOString().slice(0, 10);

/** Two sensors in daily rhythm; `faults` are hours at which the first is wrong. */
export function machineCsv(count: number, faults: ReadonlySet<number>): string {
  const noise = noiseOf(1);
  return csv("hour,temperature,vibration", count, (n) => [
    hourOf(n),
    60 + 5 * Math.sin(n / 4) + 0.2 * noise(2 * n) + (faults.has(n) ? 12 : 0),
    2 + Math.cos(n / 4) + 0.05 * noise(2 * n + 1),
  ]);
}

/** Surnames whose ending tells the language. */
export function namesCsv(count: number): string {
  const noise = noiseOf(2);
  const endings = { Russian: "ov", Spanish: "ez", English: "son" };
  const languages = Object.entries(endings);
  const letters = "abdeiklmnoprstu";
  return csv("name,language", count, (n) => {
    const [language, ending] = languages[n % languages.length] ?? ["", ""];
    const stem = Array.from({ length: 3 }, (_, k) => letters[Math.floor(7 * (1 + noise(5 * n + k)))]);
    return [stem.join("") + ending, language];
  });
}

export function housesCsv(count: number): string {
  const noise = noiseOf(3);
  const districts = ["north", "centre", "south"];
  return csv("area,rooms,built,district,price", count, (n) => {
    const area = 90 + 50 * noise(4 * n);
    const rooms = 3 + Math.round(2 * noise(4 * n + 1));
    const built = 1980 + Math.round(30 * noise(4 * n + 2));
    const price =
      2000 * area * (1 + 0.2 * (n % 3)) * Math.exp((built - 1980) / 100 + 0.05 * noise(4 * n + 3));
    return [area, rooms, built, districts[n % 3] ?? "", Math.round(price)];
  });
}

/** Demand by the hour of the day and the temperature; strained above a limit. */
export function gridCsv(count: number): string {
  const noise = noiseOf(4);
  return csv("hour,load,price,temperature,wind,status", count, (n) => {
    const temperature = 12 + 8 * Math.sin((2 * Math.PI * n) / 24);
    const load = 500 + 120 * Math.sin((2 * Math.PI * (n - 4)) / 24) + 8 * noise(3 * n);
    const wind = 20 + 10 * noise(3 * n + 1);
    return [
      hourOf(n),
      load,
      40 + load / 20 + noise(3 * n + 2),
      temperature,
      wind,
      load > 560 ? "strained" : "calm",
    ];
  });
}

/** Three shops; promotions double what is sold, and weekends help. */
export function salesCsv(days: number): string {
  const noise = noiseOf(5);
  return csv("shop,date,sales,price,promotion,region,area", 3 * days, (k) => {
    const [shop, n] = [Math.floor(k / days), k % days];
    const promotion = noise(3 * k) > 0.6 ? 1 : 0;
    const sales = (40 + 20 * shop) * (1 + promotion) * (n % 7 > 4 ? 1.4 : 1) * (1 + 0.05 * noise(3 * k + 1));
    return [
      `s${shop}`,
      dayOf(n),
      sales,
      10 - 2 * promotion,
      promotion,
      shop === 0 ? "hill" : "coast",
      100 + shop,
    ];
  });
}

/** Prices whose returns go on for some days: what real ones hardly do, so that there is something to find. */
export function sharesCsv(days: number, seed: number): string {
  const noise = noiseOf(seed);
  let [close, change] = [100, 0];
  const rows: string[] = [];
  for (let n = 0; rows.length < days; n++) {
    const weekday = new Date(Date.UTC(2024, 0, 1) + n * day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    change = 0.9 * change + 0.004 * noise(n);
    close *= Math.exp(change);
    rows.push(
      [dayOf(n), close, close * 1.01, close * 0.99, close, close, 1e6 * (2 + noise(n + 9000))].join(","),
    );
  }
  return `Date,Open,High,Low,Close,Adj Close,Volume\n${rows.join("\n")}\n`;
}

/** Recordings of people who stand, walk or run. */
export function motionCsv(recordings: number, steps: number): string {
  const noise = noiseOf(6);
  const activities = ["standing", "walking", "running"];
  return csv("recording,person,ax,ay,az,activity", recordings * steps, (k) => {
    const [recording, t] = [Math.floor(k / steps), k % steps];
    const pace = (recording % 3) * 0.9;
    const swing = pace === 0 ? 0 : 1 + pace;
    return [
      `r${String(recording).padStart(3, "0")}`,
      `p${recording % 10}`,
      swing * Math.sin(pace * t) + 0.2 * noise(3 * k),
      swing * Math.cos(pace * t) + 0.2 * noise(3 * k + 1),
      9.8 + 0.2 * noise(3 * k + 2),
      activities[recording % 3] ?? "",
    ];
  });
}
