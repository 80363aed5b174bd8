// TensorFlow.js on its wasm backend.
import { tensorflowAdapter } from "./tfjs.mjs";

export const adapter = await tensorflowAdapter("wasm");
