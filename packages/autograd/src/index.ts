/** Reverse-mode differentiation: one tape, for every function made of primitives, and again for its gradients. */

export { checkpoint } from "./checkpoint.ts";
export { grad, valueAndGrad, valueAndGradAux, type WithAux } from "./grad.ts";
export { hessianVectorProduct, jacobian } from "./jacobian.ts";
export type { Pullback, Vjp } from "./pullback.ts";
export { vjp } from "./tape.ts";
