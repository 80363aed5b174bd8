// Packs every package as it would be published and lets publint look at the result: `pnpm check:packages`, after a build.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "publint-"));
let faults = 0;
try {
  for (const name of readdirSync(packages)) {
    const pack = spawnSync("pnpm", ["pack", "--out", join(folder, `${name}.tgz`)], {
      cwd: join(packages, name),
      encoding: "utf8",
    });
    if (pack.status !== 0)
      throw new Error(`pnpm pack failed in packages/${name}:\n${pack.stdout}${pack.stderr}`);
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}.tgz`));
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
    for (const message of messages)
      console.error(`${name}: ${formatMessage(message, pkg, { color: false })}`);
    faults += messages.length;
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${readdirSync(packages).length} packages: ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;
