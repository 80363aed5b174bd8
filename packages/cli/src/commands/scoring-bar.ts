/** A progress bar for what is done with a trained model; only shown where that takes long. */
import type { Work } from "@seqloom/run";
import { createProgress, type Progress } from "../terminal/progress.ts";
import type { Context } from "./context.ts";

/** What is done sooner needs no bar. */
const patienceMs = 2000;

export interface ScoringBar {
  /** @param share  0 to 1, of this work */
  update(what: string, share: number): void;
  finish(): void;
}

export function scoringBar({ err, now }: Pick<Context, "err" | "now">): ScoringBar {
  let begun: { readonly what: string; readonly at: number; readonly progress: Progress } | undefined;
  return {
    update(what, share) {
      if (begun?.what !== what) {
        begun?.progress.finish();
        begun = { what, at: now(), progress: createProgress(err, now) };
      }
      if (now() - begun.at >= patienceMs) begun.progress.update({ share, text: what });
    },
    finish() {
      begun?.progress.finish();
      begun = undefined;
    },
  };
}

/** Does all of the work and shows how far it is. */
export function withBar<T>(work: Work<T>, what: string, context: Pick<Context, "err" | "now">): T {
  const bar = scoringBar(context);
  for (;;) {
    const piece = work.next();
    if (piece.done === true) {
      bar.finish();
      return piece.value;
    }
    bar.update(what, piece.value);
  }
}
