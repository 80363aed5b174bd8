// onnxruntime's native library.
import { createRequire } from "node:module";
import { onnxAdapter } from "./onnxruntime.mjs";

const require = createRequire(import.meta.url);
const { version } = require("onnxruntime-node/package.json");

export const adapter = onnxAdapter(require("onnxruntime-node"), { "onnxruntime-node": version }, "cpu");
