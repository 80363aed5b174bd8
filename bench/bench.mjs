// `pnpm bench`: installs what it measures into this folder when that is missing, bundles its programs, runs them.
//
// The folder is no part of the workspace: what it installs is large (850 MB), and neither `npm start` nor `npm test`
// needs it. See docs/decisions/0060-the-bench-installs-its-own.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prepare } from "../scripts/setup/prepare.mjs";
import { run, step } from "../scripts/setup/steps.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const args = process.argv.slice(2);

/** Installs exactly what the lock file says. Nothing here needs its install script. */
async function install() {
  const lock = readFileSync(`${here}pnpm-lock.yaml`, "utf8");
  const stamp = `${here}.cache/installed.yaml`;
  const isThere = existsSync(`${here}node_modules`) && existsSync(stamp);
  if (isThere && readFileSync(stamp, "utf8") === lock) return true;
  const options = [
    "--dir",
    here,
    "--ignore-workspace",
    "--ignore-scripts",
    "--frozen-lockfile",
    "--prefer-offline",
  ];
  const command = ["pnpm", "install", ...options, "--config.confirmModulesPurge=false"];
  const isDone = await step("install", "fetch the libraries that are measured, 850 MB", () => run(command));
  mkdirSync(`${here}.cache`, { recursive: true });
  if (isDone) writeFileSync(stamp, lock);
  return isDone;
}

async function build() {
  const { buildPrograms } = await import("./build.mjs");
  await buildPrograms();
  return { ok: true };
}

const needsPeers = !args.includes("--help") && !args.join(" ").includes("--peers none");
const isWorkspaceReady = existsSync(fileURLToPath(new URL("../node_modules/vite", import.meta.url)));
const isReady =
  (isWorkspaceReady || (await prepare())) &&
  (!needsPeers || (await install())) &&
  (await step("build", "bundle the programs of bench/", build));
process.exitCode = isReady
  ? (spawnSync(process.execPath, [`${here}.cache/main.mjs`, ...args], { stdio: "inherit" }).status ?? 1)
  : 1;
