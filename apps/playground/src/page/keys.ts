/** Keys outside the editor. */
export interface KeyActions {
  readonly trainOrPause: () => void;
  readonly step: () => void;
  readonly reset: () => void;
}

/** Controls keep their own keys: a Space on a button presses it. */
const ownKeys = "input, select, textarea, button, a, [role=img]";

export function listenToKeys({ trainOrPause, step, reset }: KeyActions): void {
  document.addEventListener("keydown", (event) => {
    const [target] = event.composedPath();
    if (!(target instanceof Element) || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.defaultPrevented) {
      event.preventDefault();
      trainOrPause();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (target.matches(ownKeys) || (target instanceof HTMLElement && target.isContentEditable)) return;
    const act = { " ": trainOrPause, ".": step, r: reset }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
