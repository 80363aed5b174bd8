/** Tools for tests of gradients. */
export { type CheckGradOptions, checkGrad, type GradientCheck } from "./check-grad.ts";
export { checkRule, type RuleCheck } from "./check-rule.ts";
