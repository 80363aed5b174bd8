/** The home page: two small models, trained while the site is built, and what they answer. */
import { experiments, type Run, runOnce } from "@seqloom/experiments";
import { wasmCompiler } from "@seqloom/kernels";
import { answer, type SmallModel, type WeightName, weightNames } from "./client/forward.ts";
import { escapeHtml } from "./html.ts";
import type { PageLanguage } from "./page.ts";

export interface HomeModels {
  /** RNN, then LSTM. */
  readonly models: readonly [SmallModel, SmallModel];
  /** On how many of the seeds the RNN learnt it. */
  readonly rnnLearnt: number;
  /** The share that the RNN on show gets right on new sequences: the smallest of all seeds. */
  readonly rnnRight: number;
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** From this share of right answers on, it has learnt it. */
const learntFrom = 0.95;

/** Trains experiment 1. The RNN on show is the one that learnt least, and the page says so. */
export async function trainHomeModels(): Promise<HomeModels> {
  const runs = experiments.find(({ id }) => id === "first-symbol")?.runs ?? [];
  const named = (name: string) => {
    const run = runs.find((one) => one.name === name);
    if (run === undefined) throw new Error(`experiment 1 has no run ${name}`);
    return run;
  };
  const lstm = await trained(named("LSTM"), 1);
  const rnns = [];
  for (const seed of seeds) rnns.push(await trained(named("RNN"), seed));
  const shown = rnns.reduce((least, one) => (one.score < least.score ? one : least));
  const rnnLearnt = rnns.filter(({ score }) => score >= learntFrom).length;
  return { models: [shown.model, lstm.model], rnnLearnt, rnnRight: shown.score };
}

async function trained(run: Run, seed: number): Promise<{ model: SmallModel; score: number }> {
  const steps = runOnce(run, seed, { compiler: wasmCompiler({ fused: false }) });
  let next = await steps.next();
  while (next.done !== true) next = await steps.next();
  const { trained: outcome, figures } = next.value;
  const { params } = outcome;
  if (params === undefined) throw new Error(`${run.name} with seed ${seed} diverged`);
  const { cell, hidden } = run.model;
  if (cell === "gru") throw new Error("the home page knows no GRU");
  const values = (name: WeightName) =>
    Array.from(params[weightNames[name]]?.data ?? [], (value) => Number(value.toPrecision(6)));
  const weights = {
    weight_ih: values("weight_ih"),
    weight_hh: values("weight_hh"),
    bias_ih: values("bias_ih"),
    bias_hh: values("bias_hh"),
    head_weight: values("head_weight"),
    head_bias: values("head_bias"),
  };
  return {
    model: { cell, hidden, input: weights.weight_ih.length / weights.bias_ih.length, weights },
    score: figures.score ?? 0,
  };
}

const signs = ["▲", "■", "●", "◆", "·", "–"];
const sequence = [0, 4, 5, 4, 4, 5, 5, 4, 5, 4, 4, 4, 5, 4, 5, 5, 4, 5, 4, 4];

const words = {
  en: {
    label: "A sequence of 20 symbols",
    symbol: "Symbol",
    look: "Look at: change the first symbol. Click it, or press Enter on it.",
    ask: "Which symbol came first, 19 distractors ago?",
    shows: "This shows: 20 steps later the LSTM still knows. Where does it keep it?",
    luck: (learnt: number, right: number) =>
      `Of ten seeds this RNN learnt least: it is right on ${right} % of new sequences, where guessing gives 25 %. ${learnt} of the ten learnt it.`,
    knows: "It was trained for 300 steps while this page was made.",
    open: "Train them yourself",
  },
  ko: {
    label: "기호 20개의 시퀀스",
    symbol: "기호",
    look: "볼 것: 첫 모양을 바꿔 보세요. 누르거나 Enter를 치면 됩니다.",
    ask: "방해 기호 19개 전에 나온 첫 모양은 무엇일까요?",
    shows: "알 수 있는 것: 20 시점 뒤에도 LSTM은 기억합니다. 어디에 저장할까요?",
    luck: (learnt: number, right: number) =>
      `시드 열 개 중 가장 못 배운 RNN입니다. 새 시퀀스의 ${right}%를 맞힙니다(찍으면 25%). 열 개 중 ${learnt}개는 배웠습니다.`,
    knows: "이 페이지를 만들 때 300 스텝 학습했습니다.",
    open: "직접 학습해 보기",
  },
} as const;

/** The live picture, readable without scripts too. */
export function liveHtml({ models, rnnLearnt, rnnRight }: HomeModels, language: PageLanguage): string {
  const say = words[language];
  const buttons = sequence.map(
    (symbol, i) =>
      `<button type="button" data-symbol="${symbol}" aria-label="${say.symbol} ${i + 1}: ${signs[symbol]}"${i === 0 ? ' class="first"' : ""}>${signs[symbol]}</button>`,
  );
  const rows = models.map((model, m) => {
    const bars = answer(model, sequence).map((share, i) => {
      const percent = Math.round(share * 100);
      return `<div class="row" data-bar="${m}-${i}"><span>${signs[i]}</span><meter min="0" max="1" value="${share.toFixed(3)}" aria-label="${signs[i]}"></meter><span data-share>${percent} %</span></div>`;
    });
    const note = m === 0 ? say.luck(rnnLearnt, Math.round(rnnRight * 100)) : say.knows;
    return `<section class="model ${model.cell}"><h2>${model.cell.toUpperCase()}</h2>${bars.join("")}<p class="small">${escapeHtml(note)}</p></section>`;
  });
  return `<div class="live" data-live>
<p class="look">${escapeHtml(say.look)}</p>
<div class="sequence" role="group" aria-label="${escapeHtml(say.label)}">${buttons.join("")}<span class="question">?</span></div>
<p>${escapeHtml(say.ask)}</p>
<div class="models">${rows.join("")}</div>
<p class="shows">${escapeHtml(say.shows)}</p>
<p><a class="button" href="playground/index.html?preset=first-symbol">${escapeHtml(say.open)}</a></p>
</div>`;
}
