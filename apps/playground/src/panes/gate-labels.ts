/** What the built-in cells say of their gates and states, in Korean; a reader's own words stay as they are. */
import type { Language } from "../page/words.ts";

const korean: Readonly<Record<string, string>> = {
  "input gate: how much of the candidate is written": "입력 게이트: 후보 값을 얼마나 쓸지",
  "forget gate: how much of the memory is kept": "망각 게이트: 기억을 얼마나 남길지",
  candidate: "후보 값",
  "output gate: how much of the memory is shown": "출력 게이트: 기억을 얼마나 보일지",
  "reset gate: how much of the state the candidate sees": "리셋 게이트: 후보 값이 상태를 얼마나 볼지",
  "update gate: how much of the state stays": "업데이트 게이트: 상태를 얼마나 남길지",
  "state, before each step": "상태, 각 시점 전",
};

export function labelIn(language: Language, label: string | undefined): string | undefined {
  return language === "en" || label === undefined ? label : (korean[label] ?? label);
}
