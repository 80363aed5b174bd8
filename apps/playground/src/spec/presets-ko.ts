/** What the presets say, in Korean. Their specs stay as they are: a link's hash of the losses hangs on the text. */
import type { PresetWords } from "./preset.ts";

export const koreanWords: Readonly<Record<string, PresetWords>> = {
  "first-symbol": {
    title: "첫 기호 기억하기",
    goal: "방해 기호 19개를 지나도록 상태가 기호를 들고 가는지 봅니다.",
    ask: "20 시점 전의 기호를 어느 모델이 맞힐까요?",
    choices: ["둘 다", "LSTM만", "LSTM은 늘, RNN은 시드에 따라", "둘 다 못 함"],
    change: "망각 편향(forgetBias)을 0으로 바꾸세요.",
  },
  "adding-40": {
    title: "덧셈, 40 시점",
    goal: "기울기가 사라지는 것과, 게이트가 길을 열어 두는 것을 봅니다.",
    ask: "학습 전에는 되돌아오는 신호가 셋 모두 사라져 있습니다. 어느 모델이 배울까요?",
    choices: ["없음", "LSTM과 GRU", "모두"],
    change: "시퀀스를 20 시점으로 줄이세요.",
  },
  "adding-20": {
    title: "덧셈, 20 시점",
    goal: "RNN이 못 하는 것인지, 40 시점이어서 못 하는 것인지 알아봅니다.",
    ask: "RNN은 20 시점에 걸친 덧셈을 배울까요?",
    choices: ["예", "시드에 따라", "아니요"],
    change: "시퀀스를 30 시점으로 늘리세요.",
  },
  "forget-bias": {
    title: "망각 편향",
    goal: "시작할 때의 수 하나가 무엇을 정하는지 봅니다.",
    ask: "예제 1의 LSTM은 망각 편향이 얼마일 때 400 스텝 안에 배울까요?",
    choices: ["모두", "1 이상", "2 이상", "없음"],
    change: "편향 0에 스텝을 더 주세요.",
  },
  "careful-rnn": {
    title: "신중하게 시작한 RNN",
    goal: "예제 1의 RNN을 직교 행렬로 시작합니다. 신호가 사라지지도 폭주하지도 않는 시작입니다.",
    ask: "첫 기호를 언제 배울까요?",
    choices: ["배우지 못함", "LSTM보다 늦게", "LSTM보다 먼저"],
    change: "gain을 0.5로 바꾸세요.",
  },
  explosion: {
    title: "폭주",
    goal: "재귀 가중치를 gain 2로 시작하고, 클리핑을 할 때와 하지 않을 때를 견줍니다.",
    ask: "기울기의 크기를 1로 제한하면 어떻게 될까요?",
    choices: ["그대로", "수는 유한하지만 배우지 못함", "수가 유한하고 배움"],
    change: "gain을 1로 낮추세요.",
  },
  echo: {
    title: "LSTM이 필요 없는 때: 3 시점 전 따라 하기",
    goal: "세 시점 전의 값을 되풀이합니다.",
    ask: "가장 적은 스텝으로 배우는 셀은 무엇일까요?",
    choices: ["RNN", "LSTM", "GRU"],
    change: "지연(delay)을 10으로 바꾸세요.",
  },
  parity: {
    title: "홀짝, 그리고 더 길게",
    goal: "지금까지 나온 1의 개수가 홀수인지를 12 시점에서 배우고 96 시점까지 갑니다.",
    ask: "길이가 여덟 배가 되면 어떻게 될까요?",
    choices: ["찍는 수준", "나빠짐", "그대로 맞힘"],
    change: "4 시점으로 학습하세요.",
  },
  "random-walk": {
    title: "단순 예측이 이기는 때: 무작위 걸음",
    goal: "아무 규칙이 없는 시계열의 다음 값을 예측합니다.",
    ask: "어느 오차가 가장 작을까요?",
    choices: ["직전 값", "RNN", "LSTM", "차이 없음"],
    change: "추세(drift)를 더하세요.",
  },
  henon: {
    title: "값을 하는 때: 잡음 섞인 에농 사상",
    goal: "두 시점의 기억으로 정해지는 혼돈 시계열을 잡음 속에서 예측합니다.",
    ask: "어느 오차가 가장 작을까요?",
    choices: ["단순 예측", "선형 모델", "순환 신경망", "차이 없음"],
    change: "잡음(noise)을 0.3으로 올리세요.",
  },
  "own-cell": {
    title: "나만의 셀",
    goal: "내장된 LSTM 옆에 식으로 적은 LSTM이 있습니다. 식을 바꿔 보세요.",
    ask: "망각 게이트가 늘 열려 있으면 어떻게 될까요?",
    choices: ["배우지 못함", "그래도 배움", "더 빨리 배움"],
    change: "f의 줄을 f = 1로 바꾸거나 출력 게이트를 빼세요.",
  },
};
