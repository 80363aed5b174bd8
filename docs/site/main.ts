/** `pnpm --filter ./docs build` and `dev`. */
import { watch } from "node:fs";
import { join } from "node:path";
import { preview } from "vite";
import { buildSite } from "./build.ts";

const usage = "usage: build | dev [port]";

/** @returns the exit code */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const [command, port = "4173"] = args;
  if (command !== "build" && command !== "dev") {
    console.error(usage);
    return 2;
  }
  await buildAndTell(root);
  if (command === "build") return 0;
  const server = await preview({
    ...{ root: join(root, "docs"), configFile: false, build: { outDir: "dist" } },
    preview: { port: Number(port) },
  });
  server.printUrls();
  let timer: ReturnType<typeof setTimeout> | undefined;
  for (const folder of ["docs/guide", "docs/ko", "docs/decisions", "packages/seq/messages"]) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void buildAndTell(root), 200);
    });
  }
  return new Promise(() => undefined);
}

async function buildAndTell(root: string): Promise<void> {
  const start = performance.now();
  const count = await buildSite(root);
  console.log(`${count} pages in docs/dist, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
