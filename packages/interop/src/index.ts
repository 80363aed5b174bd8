/** Model files: safetensors in and out. */
export { readSafetensors, type TensorFile, writeSafetensors } from "./safetensors.ts";
