/**
 * `pnpm shots`: pictures of pages and panes in light, dark, phone width and Korean, to be looked at by a person.
 *
 * They lie in `docs/shots`, which git ignores. Build the site first.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openBrowser, type VisitOptions, visit } from "./browser.ts";
import { isBuilt, serve } from "./serve.ts";

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly before?: (page: Page) => Promise<void>;
}

const trained = (preset: string, model?: string): Omit<Shot, "name"> => ({
  path: `playground/index.html?preset=${preset}`,
  async before(page) {
    await page.locator("[data-action=train]").click();
    await page.locator('.status[data-state="done"]').waitFor({ timeout: 60_000 });
    // On a phone one pane is shown at a time.
    const tab = page.locator("[data-for=gates]");
    if (await tab.isVisible()) await tab.click();
    if (model !== undefined) await page.locator(`[data-model=${model}]`).click();
  },
});

const shots: readonly Shot[] = [
  { name: "home", path: "index.html" },
  { name: "home-ko", path: "ko/index.html" },
  { name: "guide", path: "guide/04-gates.html" },
  { name: "guide-ko", path: "ko/guide/05-rnn-lstm-gru.html" },
  { name: "language", path: "language/layers.html" },
  { name: "errors", path: "errors/index.html" },
  { name: "error-examples", path: "errors/axes.html" },
  { name: "package", path: "packages/nn.html" },
  { name: "playground-empty", path: "playground/index.html" },
  { name: "playground-trained", ...trained("own-cell", "Own") },
  { name: "playground-numbers", ...trained("henon") },
  { name: "playground-diverged", ...trained("explosion") },
  { name: "playground-ko", ...trained("first-symbol", "LSTM"), path: "ko/playground/index.html" },
  {
    name: "playground-problems",
    path: "playground/index.html",
    async before(page) {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText(
        "\nlet a = b\nmodel M(x: [batch, n]) -> [batch, 3] {\n  x -> lsmt(3)\n}\n",
      );
      await page.locator(".problems li").first().waitFor();
    },
  },
  {
    name: "search",
    path: "ko/guide/04-gates.html",
    async before(page) {
      await page.locator("[data-search]").click();
      await page.locator("dialog input").fill("망각 게이트");
      await page.locator("dialog a").first().waitFor();
    },
  },
];

const looks: readonly (readonly [string, VisitOptions])[] = [
  ["light", {}],
  ["dark", { dark: true }],
  ["phone", { width: 390, height: 844 }],
];

/** @returns the exit code */
export async function main(root: string): Promise<number> {
  if (!isBuilt) {
    console.error("the site is not built: run `pnpm --filter ./docs build`");
    return 1;
  }
  const folder = join(root, "docs/shots");
  mkdirSync(folder, { recursive: true });
  const [site, browser] = await Promise.all([serve(), openBrowser()]);
  for (const [look, options] of looks) {
    for (const { name, path, before } of shots) {
      const { page, faults } = await visit(browser, site.url, options);
      await page.goto(site.url + path);
      if (path.includes("playground/")) await page.locator(".cm-content").waitFor({ state: "attached" });
      await before?.(page);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      for (const fault of faults) console.error(`${name}, ${look}: ${fault}`);
      await page.context().close();
    }
  }
  await browser.close();
  site.close();
  console.log(`${looks.length * shots.length} pictures in docs/shots`);
  return 0;
}
