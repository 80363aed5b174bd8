/** The model on the home page answers as soon as its first symbol is changed. */
import { answer, type SmallModel } from "./forward.ts";

interface HomeModels {
  readonly models: readonly SmallModel[];
}

const live = document.querySelector<HTMLElement>("[data-live]");
if (live !== null) void start(live);

async function start(host: HTMLElement): Promise<void> {
  const response = await fetch(`${document.body.dataset.root ?? ""}home-models.json`);
  const { models } = (await response.json()) as HomeModels; // our own file, written by the builder of this page
  const buttons = [...host.querySelectorAll<HTMLButtonElement>("[data-symbol]")];
  const symbols = () => buttons.map((one) => Number(one.dataset.symbol));
  const show = () => {
    models.forEach((model, m) => {
      answer(model, symbols()).forEach((share, i) => {
        const row = host.querySelector<HTMLElement>(`[data-bar="${m}-${i}"]`);
        const meter = row?.querySelector("meter");
        if (meter != null) meter.value = share;
        const text = row?.querySelector("[data-share]");
        if (text != null) text.textContent = `${Math.round(share * 100)} %`;
      });
    });
  };
  buttons.forEach((one, place) => {
    one.addEventListener("click", () => {
      const [from, count] = place === 0 ? [0, 4] : [4, 2];
      const next = from + ((Number(one.dataset.symbol) - from + 1) % count);
      setSymbol(one, next);
      show();
    });
    one.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step !== undefined) buttons[place + step]?.focus();
    });
  });
  show();
}

function setSymbol(button: HTMLButtonElement, symbol: number): void {
  const signs = ["▲", "■", "●", "◆", "·", "–"];
  button.dataset.symbol = String(symbol);
  button.textContent = signs[symbol] ?? "";
  const label = button.getAttribute("aria-label") ?? "";
  button.setAttribute("aria-label", label.replace(/: .*/, `: ${signs[symbol] ?? ""}`));
}
