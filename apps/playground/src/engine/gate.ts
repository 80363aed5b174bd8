/** Lets a loop through, or holds it: go, wait, or one step at a time. */
export interface Gate {
  open(): void;
  close(): void;
  /** Opens for one passage. */
  once(): void;
  /** Undefined if the way is free: no promise, no lost time. */
  passage(): Promise<void> | undefined;
}

export function createGate(isClosed: boolean): Gate {
  let state: "open" | "closed" | "once" = isClosed ? "closed" : "open";
  let release: (() => void) | undefined;
  const set = (next: typeof state) => {
    state = next;
    if (next === "closed") return;
    release?.();
    release = undefined;
  };
  return {
    open: () => set("open"),
    close: () => set("closed"),
    once: () => set("once"),
    passage() {
      if (state === "open") return undefined;
      if (state === "once") {
        state = "closed";
        return undefined;
      }
      return new Promise<void>((resolve) => {
        release = () => {
          if (state === "once") state = "closed";
          resolve();
        };
      });
    },
  };
}
