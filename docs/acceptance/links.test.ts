/** Points 57 and 58: links. */
import { encodeLink, hostileLinks } from "@seqloom/playground/testing";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, visit } from "./browser.ts";
import { isBuilt, type Served, serve } from "./serve.ts";

const why = isBuilt ? "" : " (skipped: the site is not built, run `pnpm --filter ./docs build`)";
let site: Served;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([serve(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

describe.skipIf(!isBuilt)(`links${why}`, () => {
  it("57: waits for a click, then says that the losses are those of the link", async () => {
    const first = await visit(browser, site.url);
    await first.page.goto(`${site.url}playground/index.html`);
    await first.page.locator("[data-action=train]").click();
    await first.page.locator('.status[data-state="done"]').waitFor({ timeout: 60_000 });
    await first.page.locator("[data-action=share]").click();
    await expect.poll(() => first.page.url()).toContain("#s1.");

    const second = await visit(browser, site.url);
    await second.page.goto(first.page.url());
    await second.page.getByText("Nothing runs until you press Train").last().waitFor();
    await second.page.waitForTimeout(1_500);
    expect(await second.page.locator(".status").getAttribute("data-state")).toBe("idle");
    await second.page.locator("[data-action=train]").click();
    await second.page.getByText("Reproduced to the last bit.").waitFor({ timeout: 60_000 });
    expect(second.faults).toEqual([]);
  });

  it("57: says so when the losses are others", async () => {
    const { page } = await visit(browser, site.url);
    const spec =
      "seq 1\ndata {\n  source echo(count = 100)\n  input value\n  target answer\n  split 90% / 10%\n}\nmodel M(x: [batch, time, feature]) -> [batch, time, target] {\n  x -> rnn(2) -> linear(target)\n}\ntrain {\n  loss mse\n  epochs 1\n}\n";
    const hash = await encodeLink({ spec, seed: 3, result: { lossHash: "0123456789abcdef" } });
    await page.goto(`${site.url}playground/index.html${hash}`);
    await page.locator("[data-action=train]").click();
    await page.getByText("Not reproduced").waitFor({ timeout: 60_000 });
  });

  it("58: meets 50 hostile links as text: no script, no run, and the page goes on", async () => {
    const links = await hostileLinks();
    expect(links).toHaveLength(50);
    for (const [name, hash] of links) {
      const { page, faults } = await visit(browser, site.url);
      await page.goto(`${site.url}playground/index.html${hash}`);
      await page.locator(".cm-content").waitFor({ timeout: 20_000 });
      expect(await page.locator(".status").getAttribute("data-state"), name).toBe("idle");
      expect(await page.evaluate(() => "hit" in window), name).toBe(false);
      expect(await page.locator("img:not(.cm-widgetBuffer)").count(), name).toBe(0);
      expect(faults, name).toEqual([]);
      await page.context().close();
    }
  });
});
