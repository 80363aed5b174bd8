/** The built site on a port of its own, in a folder that is not the root of its host. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const dist = fileURLToPath(new URL("../dist", import.meta.url));
export const isBuilt = existsSync(join(dist, "index.html"));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

export interface Served {
  /** With a slash at its end. */
  readonly url: string;
  close(): void;
}

export async function serve(folder = "/some/folder/"): Promise<Served> {
  const server = createServer(({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const file = join(dist, normalize(decodeURIComponent(pathname.replace(folder, "/"))));
    const path = existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
    if (!pathname.startsWith(folder) || !path.startsWith(dist) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" });
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a server on a port has an address with a port
  return { url: `http://127.0.0.1:${port}${folder}`, close: () => server.close() };
}
