// onnxruntime compiled to WebAssembly, as in a browser.
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { onnxAdapter } from "./onnxruntime.mjs";

const manifest = new URL("../node_modules/onnxruntime-web/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8"));
ort.env.wasm.numThreads = 1;

export const adapter = onnxAdapter(ort, { "onnxruntime-web": version }, "wasm");
