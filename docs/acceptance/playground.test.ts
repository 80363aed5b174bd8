/** Acceptance points of the playground, by their numbers, on the built site. */
import { presetOf, trainedHash } from "@seqloom/playground/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, type Visit, type VisitOptions, visit } from "./browser.ts";
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

async function open(path = "playground/index.html", options: VisitOptions = {}): Promise<Visit> {
  const made = await visit(browser, site.url, options);
  await made.page.goto(site.url + path);
  await made.page.locator(".cm-content").waitFor();
  return made;
}

const status = (page: Page) => page.locator(".status");
const done = (page: Page) => page.locator('.status[data-state="done"]').waitFor({ timeout: 60_000 });
const train = (page: Page) => page.locator("[data-action=train]").click();
const hashOf = async (page: Page) => /[0-9a-f]{16}/.exec((await status(page).textContent()) ?? "")?.[0];

async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  // Text inserted over a selection makes Chromium try an inline style of its own, which the policy refuses.
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

describe.skipIf(!isBuilt)(`playground${why}`, () => {
  it("10: shows `lsmt(32)` in its place and in the list, fixes it by keyboard, and undoes that", async () => {
    const { page, faults } = await open();
    const text = "seq 1\nblock B(x: [batch, time, n]) -> [batch, time, 32] {\n  x -> lsmt(32)\n}\n";
    await write(page, text);
    expect(await page.locator(".cm-lintRange-error").first().textContent()).toBe("lsmt");
    expect(await page.locator(".problems li").first().textContent()).toContain("lstm");
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await page.getByText("No problems").waitFor();
    expect(await page.locator(".cm-content").textContent()).toContain("lstm(32)");
    await page.keyboard.press("Control+z");
    await page.locator(".cm-lintRange-error").first().waitFor();
    expect(faults).toEqual([]);
  });

  it("11: shows three errors at once, ordered by line", async () => {
    const { page } = await open();
    await write(page, "seq 1\nlet a = b\nlet c = d\nlet e = f\n");
    await page.locator(".problems li").nth(2).waitFor();
    const places = await page.locator(".problems .place").allTextContents();
    expect(places).toEqual(["line 2", "line 3", "line 4"]);
  });

  it("12: names the shape under the pointer with axis names", async () => {
    const { page } = await open();
    await page.locator(".seq-call", { hasText: "lstm" }).first().hover();
    const hover = page.locator(".hover");
    await hover.waitFor();
    expect(await hover.textContent()).toMatch(/batch.*time/);
  });

  it("13, 14: trains on Ctrl+Enter, pauses on Space, goes one step on a dot and then on", async () => {
    const { page } = await open("playground/index.html?preset=adding-40");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    await page.locator('.status[data-state="running"]').waitFor();
    await page.waitForFunction(() =>
      /Training: \w+ \d+/.test(document.querySelector(".status")?.textContent ?? ""),
    );
    await page.locator("main").focus();
    await page.keyboard.press("Space");
    await page.locator('.status[data-state="paused"]').waitFor({ timeout: 1_000 });
    const stepOf = async () => Number(/step \w+ (\d+)/.exec((await status(page).textContent()) ?? "")?.[1]);
    const before = await stepOf();
    await page.keyboard.press(".");
    await expect.poll(stepOf).toBe(before + 1);
    const badges = async () =>
      (await page.locator(".badge").allTextContents()).map((text) => Number(/\d+/.exec(text)?.[0]));
    await expect.poll(badges).toEqual([before + 1, before + 1, before + 1]);
    await page.keyboard.press("Space");
    await page.locator('.status[data-state="running"]').waitFor();
  });

  it("15: gives the same loss hash after a reset, another with a new seed, and the one of Node", async () => {
    const { page } = await open();
    await train(page);
    await done(page);
    const first = await hashOf(page);
    await page.locator("[data-action=reset]").click();
    await train(page);
    await done(page);
    expect(await hashOf(page)).toBe(first);
    expect(first).toBe(await trainedHash(presetOf("first-symbol")?.text ?? "", 1));
    await page.getByLabel("Seed", { exact: true }).fill("2");
    await page.locator("[data-action=reset]").click();
    await train(page);
    await done(page);
    expect(await hashOf(page)).not.toBe(first);
  });

  it("lowers the loss, and answers the example it shows", async () => {
    const { page, faults } = await open();
    await train(page);
    await done(page);
    await page.locator("[data-model=LSTM]").click();
    await page.getByText("32 / 32 right").waitFor();
    expect(await page.locator(".gate h3").allTextContents()).toHaveLength(6);
    expect(await page.locator(".uplot canvas").count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });

  it("17: stops a run without clipping as diverged, names the step, and goes on to the next", async () => {
    const { page } = await open("playground/index.html?preset=explosion");
    await train(page);
    await done(page);
    expect(await status(page).textContent()).toMatch(/NoClip diverged.*: \d+\./);
    expect(await page.locator("#playground").textContent()).not.toContain("NaN");
  });

  it("18: marks panes after an edit", async () => {
    const { page } = await open();
    await train(page);
    await done(page);
    await write(page, "seq 1\n");
    await page.getByText("From the previous spec").first().waitFor();
  });

  it("19: brings the draft back after a preset was loaded", async () => {
    const { page } = await open();
    await write(page, "seq 1\nlet mine = 1\n");
    await page.waitForTimeout(200);
    await page.getByLabel("Preset").selectOption("echo");
    await expect.poll(() => page.locator(".cm-content").textContent()).toContain("echo(");
    await page.getByLabel("Preset").selectOption("draft");
    await expect.poll(() => page.locator(".cm-content").textContent()).toContain("let mine = 1");
  });

  it("20: shows a user's gates by name and with their docs", async () => {
    const { page } = await open("playground/index.html?preset=own-cell");
    await train(page);
    await done(page);
    await page.locator("[data-model=Own]").click();
    await page.getByText("forget gate: how much of the memory is kept").last().waitFor();
    const names = await page.locator(".gate h3 code").allTextContents();
    expect(names).toEqual(expect.arrayContaining(["i", "f", "g", "o", "h", "c"]));
  });

  it("27: says which engine ran, on how many threads, and the time of a step", async () => {
    const { page } = await open();
    await train(page);
    await done(page);
    expect(await status(page).textContent()).toMatch(/compiled wasm, 1 thread · [\d.]+ ms a step/);
  });
});
