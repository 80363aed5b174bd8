/** What tests of the page need to know of what it should show. */
import { lossHash } from "./engine/loss-hash.ts";
import { trainText } from "./engine/training.ts";

export { hostileLinks } from "./share/hostile-links.test-tool.ts";
export { encodeLink } from "./share/link.ts";
export { presetOf } from "./spec/presets.ts";

/** The loss hash of a whole run in this process. */
export async function trainedHash(text: string, seed: number): Promise<string> {
  const losses: number[] = [];
  for await (const event of trainText(text, seed)) if (event.kind === "step") losses.push(event.loss);
  return lossHash(losses);
}
