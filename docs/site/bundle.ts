/** Scripts and styles of the site, bundled: every address in them is relative. */
import { join } from "node:path";
import { build } from "vite";

export interface Bundle {
  /** By entry: its script, and the styles it needs; from the site's root. */
  readonly entries: Readonly<Record<string, { readonly script: string; readonly styles: readonly string[] }>>;
}

const names = ["site", "home", "playground"] as const;

/**
 * @param docs  the folder of the site's sources
 * @param out   where `assets/` goes
 */
export async function bundleClient(docs: string, out: string): Promise<Bundle> {
  const client = join(docs, "site/client");
  const conditions = ["@seqloom/source", "browser", "module", "import", "default"];
  const result = await build({
    root: client,
    base: "./",
    configFile: false,
    logLevel: "warn",
    resolve: { conditions },
    worker: { format: "es" },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      // A style or picture inside of a script would need a wider policy.
      assetsInlineLimit: 0,
      rollupOptions: { input: Object.fromEntries(names.map((name) => [name, join(client, `${name}.ts`)])) },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) =>
    "output" in part ? part.output : [],
  );
  const entries = names.map((name) => {
    const chunk = outputs.find((one) => one.type === "chunk" && one.isEntry && one.name === name);
    if (chunk?.type !== "chunk") throw new Error(`the bundle has no entry ${name}`);
    return [name, { script: chunk.fileName, styles: [...(chunk.viteMetadata?.importedCss ?? [])] }] as const;
  });
  return { entries: Object.fromEntries(entries) };
}
