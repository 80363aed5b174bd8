// A Chromium for the tests that need one: the one that CHROMIUM names, an installed one, Playwright's own,
// or, where apt-get works as root, Debian's.
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./steps.mjs";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const installedPaths = [
  "/usr/bin/chromium", // Debian's, even where PATH is bare
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env.PROGRAMFILES ?? "C:/Program Files", "Google/Chrome/Application/chrome.exe"),
];

// Where Playwright keeps its browsers, and the program inside each: its own layout since version 1.0.
const playwrightFolders = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), ".cache/ms-playwright"),
  join(homedir(), "Library/Caches/ms-playwright"),
  join(homedir(), "AppData/Local/ms-playwright"),
];
const playwrightPrograms = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-win/chrome.exe",
  "chrome-win64/chrome.exe",
];

/**
 * Finds a Chromium or Chrome on this machine.
 *
 * @returns {string | undefined} its path; undefined if there is none
 */
export function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return isProgram(named) ? named : undefined;
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = commands.flatMap((command) => onPath.map((folder) => join(folder, command)));
  return [...candidates, ...installedPaths, ...playwrightBrowsers()].find(isProgram);
}

/**
 * Installs Debian's Chromium, if this is a Linux with apt-get and we are root.
 *
 * @returns {Promise<{ ok: boolean, why: string, output?: string }>}  why: the reason if it could not be done
 */
export async function installBrowser() {
  if (process.env.CHROMIUM)
    return { ok: false, why: `CHROMIUM names ${process.env.CHROMIUM}, which is no program` };
  if (!existsSync("/usr/bin/apt-get"))
    return { ok: false, why: "no Chromium or Chrome was found, and there is no apt-get" };
  if (process.getuid?.() !== 0)
    return { ok: false, why: "no Chromium or Chrome was found, and apt-get needs root" };
  // A machine without network must say so within a minute, not after apt's own patience.
  const patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"];
  process.env.DEBIAN_FRONTEND = "noninteractive";
  const update = await run(["apt-get", ...patience, "update"]);
  if (!update.ok) return { ok: false, why: "apt-get update failed", output: update.output };
  const install = await run(["apt-get", ...patience, "install", "-y", "--no-install-recommends", "chromium"]);
  if (!install.ok) return { ok: false, why: "apt-get install chromium failed", output: install.output };
  return findBrowser() ? { ok: true, why: "" } : { ok: false, why: "apt-get installed no program chromium" };
}

/**
 * Lists the test files that run inside a browser: `*.browser.test.ts` in the sources of packages and apps.
 *
 * @param {string} root  the repository
 * @returns {string[]} paths relative to the root
 */
export function browserTests(root) {
  return ["packages", "apps"].flatMap((kind) =>
    readdirSync(join(root, kind))
      .map((name) => `${kind}/${name}/src`)
      .filter((source) => existsSync(join(root, source)))
      .flatMap((source) =>
        readdirSync(join(root, source), { recursive: true }).map((file) => `${source}/${file}`),
      )
      .filter((file) => file.endsWith(".browser.test.ts")),
  );
}

/** @returns {string[]} what Playwright may have installed, the newest first */
function playwrightBrowsers() {
  return playwrightFolders.flatMap((folder) => {
    if (!folder || !existsSync(folder)) return [];
    const versions = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
    versions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
    return versions.flatMap((version) => playwrightPrograms.map((program) => join(folder, version, program)));
  });
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
