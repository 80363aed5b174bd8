/** Points of the site as a whole: home, search, languages, offline, policy. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, visit } from "./browser.ts";
import { isBuilt, type Served, serve } from "./serve.ts";

const why = isBuilt ? "" : " (skipped: the site is not built, run `pnpm --filter ./docs build`)";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site: Served;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([serve(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

const tour = [
  "index.html",
  "ko/index.html",
  "guide/04-gates.html",
  "ko/guide/04-gates.html",
  "language/layers.html",
  "errors/index.html",
  "packages/index.html",
  "packages/nn.html",
  "measured/experiments.html",
  "measured/long-term-dependency.html",
  "architecture.html",
  "playground/index.html",
  "ko/playground/index.html",
];

describe.skipIf(!isBuilt)(`site${why}`, () => {
  it("1: shows the home picture and its captions without scripts", async () => {
    const { page } = await visit(browser, site.url, { scripts: false });
    await page.goto(site.url);
    expect(await page.locator("meter").count()).toBe(8);
    expect(await page.getByText("This shows:").isVisible()).toBe(true);
  });

  it("2: changes the LSTM's bars when the first symbol changes", async () => {
    const { page } = await visit(browser, site.url);
    await page.goto(site.url);
    const bars = (model: number) =>
      page
        .locator(`[data-bar^="${model}-"] meter`)
        .evaluateAll((all) => all.map((one) => Number((one as HTMLMeterElement).value)));
    await expect.poll(async () => Math.max(...(await bars(1)))).toBeGreaterThan(0.9);
    const lstm = await bars(1);
    await page.locator("[data-symbol]").first().click();
    const after = await bars(1);
    expect(after.indexOf(Math.max(...after))).toBe((lstm.indexOf(Math.max(...lstm)) + 1) % 4);
  });

  it.each([["forget gate"], ["망각 게이트"], ["삭제 게이트"]])("8: finds %s", async (words) => {
    const { page } = await visit(browser, site.url);
    await page.goto(`${site.url}ko/guide/01-recurrent-network.html`);
    await page.locator("[data-search]").click();
    await page.locator("dialog input").fill(words);
    await page.locator('dialog a[href*="04-gates"]').first().click();
    await page.waitForURL(/04-gates/);
  });

  it("9: keeps the page when the language is switched", async () => {
    const { page } = await visit(browser, site.url);
    await page.goto(`${site.url}guide/05-rnn-lstm-gru.html`);
    await page.getByText("한국어").click();
    await page.waitForURL(/ko\/guide\/05-rnn-lstm-gru/);
    expect(await page.locator("html").getAttribute("lang")).toBe("ko");
  });

  it("7: works in a folder of its host, and offline after one visit", async () => {
    const { page } = await visit(browser, site.url);
    await page.goto(site.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await page.context().setOffline(true);
    await page.goto(`${site.url}playground/index.html?preset=echo`);
    await page.locator("[data-action=train]").click();
    await page.locator('.status[data-state="done"]').waitFor({ timeout: 60_000 });
  });

  it("60: asks no other origin for anything and breaks its own policy nowhere", async () => {
    for (const path of tour) {
      const { page, faults } = await visit(browser, site.url);
      await page.goto(site.url + path);
      await page.waitForTimeout(300);
      expect(faults, path).toEqual([]);
      await page.context().close();
    }
  });

  it("54: scrolls no page sideways at 360, 390, 760, 1024, 1440 and 2560 pixels", async () => {
    const { page } = await visit(browser, site.url);
    for (const path of tour) {
      await page.goto(site.url + path);
      for (const width of [360, 390, 760, 1024, 1440, 2560]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, `${path} at ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });

  it("53: has no serious finding of axe, light and dark", async () => {
    for (const dark of [false, true]) {
      for (const path of tour) {
        const { page } = await visit(browser, site.url, { dark });
        await page.goto(site.url + path);
        // The page's policy lets no injected script run, so axe comes through the debugger.
        const session = await page.context().newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: axe });
        const { result } = await session.send("Runtime.evaluate", {
          expression:
            "axe.run().then(({ violations }) => JSON.stringify(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join())))",
          awaitPromise: true,
        });
        expect(JSON.parse(String(result.value)), `${path}${dark ? ", dark" : ""}`).toEqual([]);
        await page.context().close();
      }
    }
  });
});
