/** What commands of samples share in Node. */
export { replaceSection } from "./section.ts";
export { interruptSignal, machine, progressLine, timeLeft } from "./terminal.ts";
