// The environment that every later program inherits: no settings of npm's, no telemetry, the right pnpm on PATH.
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

// npm hands its own settings down as npm_config_*; pnpm would read them and warn. What says how to reach the registry
// and where to cache holds for both.
const handedDownByNpm = /^npm_(config|lifecycle|package|command|execpath|node_execpath)/i;
const meantForBoth = /registry|cafile|proxy|cache|store_dir|strict_ssl/i;

/**
 * Cleans `process.env` and puts the repository's pnpm and its tools on PATH.
 *
 * @param {string} root  the repository
 * @param {string} packageManager  the field of package.json, `pnpm@x.y.z`
 * @returns {{ ok: boolean, output?: string }}
 */
export function setEnvironment(root, packageManager) {
  const npmCli = process.env.npm_execpath;
  for (const name of Object.keys(process.env)) {
    if (handedDownByNpm.test(name) && !meantForBoth.test(name)) delete process.env[name];
  }
  process.env.TURBO_TELEMETRY_DISABLED = "1";
  process.env.DO_NOT_TRACK = "1";

  const found = findPnpm(packageManager, npmCli);
  if ("output" in found) return { ok: false, output: found.output };
  process.env.PATH = [join(root, "node_modules", ".bin"), found.path].join(delimiter);
  return { ok: true };
}

/**
 * Finds a PATH with the pnpm that package.json names: the installed one if it is that version, else npm's cached copy.
 * `--prefer-offline` spares a minute of waiting where there is no network.
 *
 * @param {string} packageManager
 * @param {string | undefined} npmCli  npm's own script, if npm started us
 * @returns {{ path: string } | { output: string }}
 */
function findPnpm(packageManager, npmCli) {
  const version = packageManager.split("@")[1];
  const shell = process.platform === "win32";
  // Outside the repository, or an installed pnpm would replace itself by the version that package.json names.
  const installed = spawnSync("pnpm", ["--version"], { encoding: "utf8", cwd: tmpdir(), shell });
  if (installed.stdout?.trim() === version) return { path: process.env.PATH ?? "" };

  const npm = npmCli?.endsWith("npm-cli.js") ? [process.execPath, npmCli] : ["npm"];
  const printPath = [
    "exec",
    "--yes",
    "--prefer-offline",
    `--package=${packageManager}`,
    "--",
    "node",
    "-p",
    "process.env.PATH",
  ];
  const [program = "npm", ...args] = [...npm, ...printPath];
  const cached = spawnSync(program, args, {
    encoding: "utf8",
    cwd: tmpdir(),
    shell: shell && npm.length === 1,
  });
  if (cached.status !== 0)
    return { output: `npm could not fetch ${packageManager}:\n${cached.stderr ?? cached.error?.message}` };
  return { path: cached.stdout.trim() };
}
