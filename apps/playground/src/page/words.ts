/** Every word of the page, in English and Korean. */

export type Language = "en" | "ko";

const table = {
  label: ["Playground", "실험실"],
  preset: ["Preset", "예제"],
  draft: ["Your draft", "내 초안"],
  seed: ["Seed", "시드"],
  newSeed: ["New seed", "새 시드"],
  train: ["Train", "학습 시작"],
  pause: ["Pause", "일시정지"],
  resume: ["Resume", "계속"],
  step: ["Step", "한 스텝"],
  reset: ["Reset", "초기화"],
  share: ["Copy link", "링크 복사"],
  shared: [
    "Link copied. It holds the spec, the seed and the loss hash.",
    "링크를 복사했습니다. 명세, 시드, 손실 해시가 들어 있습니다.",
  ],
  sharedLong: [
    "Link copied. It is long: some chats cut it.",
    "링크를 복사했습니다. 길어서 일부 채팅에서는 잘릴 수 있습니다.",
  ],
  sharedInBar: ["The link stands in the address bar.", "링크가 주소 표시줄에 있습니다."],
  editor: ["Spec", "명세"],
  editorLabel: [
    "Spec. Escape, then Tab leaves the editor.",
    "명세. Esc 다음 Tab을 누르면 편집기를 벗어납니다.",
  ],
  problems: ["Problems", "문제"],
  noProblems: ["No problems", "문제 없음"],
  fix: ["Fix", "수정 적용"],
  line: ["line", "행"],
  loss: ["Loss", "손실"],
  lossLook: ["Look at: which curve falls, and when.", "볼 것: 어느 곡선이 언제 내려가는가."],
  predictions: ["Predictions", "예측"],
  predictionsLook: [
    "Look at: how far the output is from the target, on an example it has not seen.",
    "볼 것: 처음 보는 예에서 출력이 목표와 얼마나 다른가.",
  ],
  gates: ["Gates over time", "시점별 게이트"],
  gatesLook: [
    "Look at: a row is a unit, a column a time step. Rows that change at one step react to it.",
    "볼 것: 한 줄은 유닛, 한 칸은 시점입니다. 어느 시점에서 바뀌는 줄이 그 입력에 반응합니다.",
  ],
  empty: ["Train to see it.", "학습하면 보입니다."],
  noGates: ["This model has no recurrent layer.", "이 모델에는 순환 층이 없습니다."],
  model: ["Model", "모델"],
  stepAxis: ["training step", "학습 스텝"],
  timeStep: ["time step", "시점"],
  example: ["example", "예"],
  target: ["target", "목표"],
  output: ["output", "출력"],
  right: ["right", "정답"],
  truth: ["true", "정답"],
  stale: ["From the previous spec", "이전 명세의 결과"],
  paused: ["Paused at step", "일시정지한 스텝:"],
  ready: ["Ready. Nothing runs until you press Train.", "준비되었습니다. 학습 시작을 눌러야 실행됩니다."],
  running: ["Training", "학습 중"],
  done: ["Done", "완료"],
  weights: ["weights", "가중치"],
  hash: ["loss hash", "손실 해시"],
  perStep: ["ms a step", "ms/스텝"],
  engine: ["compiled wasm, 1 thread", "컴파일된 wasm, 스레드 1개"],
  engineStopped: [
    "The engine stopped (out of memory?). Reset starts it again.",
    "엔진이 멈췄습니다(메모리 부족일 수 있습니다). 초기화하면 다시 시작합니다.",
  ],
  diverged: [
    "diverged: the loss is not a number from this step on:",
    "발산: 이 스텝부터 손실이 숫자가 아닙니다:",
  ],
  linkOpened: [
    "This spec came with a link. Nothing runs until you press Train.",
    "링크로 받은 명세입니다. 학습 시작을 눌러야 실행됩니다.",
  ],
  linkBroken: [
    "This link cannot be read, so it was left alone:",
    "이 링크는 읽을 수 없어 사용하지 않았습니다:",
  ],
  reproduced: ["Reproduced to the last bit.", "마지막 비트까지 재현됨."],
  notReproduced: [
    "Not reproduced: the losses differ from those of the link.",
    "재현되지 않음: 손실이 링크의 값과 다릅니다.",
  ],
  goal: ["Goal", "목표"],
  predict: ["First predict", "먼저 예상해 보세요"],
  change: ["Then change one thing", "그다음 하나를 바꿔 보세요"],
  csv: ["CSV", "CSV"],
  scaleShare: ["0 light, 1 dark", "0 옅음, 1 짙음"],
  scaleSigned: ["-1 brown, 0 grey, 1 blue", "-1 갈색, 0 회색, 1 파랑"],
  scaleShareDark: ["0 dark, 1 light", "0 짙음, 1 옅음"],
  keys: [
    "Ctrl+Enter trains or pauses. Outside the editor: Space pauses, . is one step, R resets.",
    "Ctrl+Enter: 학습 또는 일시정지. 편집기 밖에서는 Space 일시정지, . 한 스텝, R 초기화.",
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof table;
export type Words = (word: Word) => string;

export function wordsOf(language: Language): Words {
  return (word) => table[word][language === "en" ? 0 : 1];
}
