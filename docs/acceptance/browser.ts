/** Chromium, and a page that remembers all that must not happen. */
import { type Browser, chromium, type Page } from "playwright-core";

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    chromiumSandbox: false, // refuses to start as root, as in most containers
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Visit {
  readonly page: Page;
  /** Requests to other origins, violations of the policy, errors. Empty if all is well. */
  readonly faults: string[];
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly scripts?: boolean;
  readonly offline?: boolean;
}

/** A fresh profile. */
export async function visit(browser: Browser, origin: string, options: VisitOptions = {}): Promise<Visit> {
  const { width = 1440, height = 900, dark = false, scripts = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(new URL(origin).origin) && !/^(blob|data):/.test(url)) faults.push(`request ${url}`);
  });
  page.on("pageerror", ({ message }) => faults.push(`error ${message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console ${message.text()}`);
  });
  return { page, faults };
}
