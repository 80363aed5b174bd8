// TensorFlow.js on its cpu backend.
import { tensorflowAdapter } from "./tfjs.mjs";

export const adapter = await tensorflowAdapter("cpu");
