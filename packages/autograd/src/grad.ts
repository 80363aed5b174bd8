/** Gradients of functions of trees of values. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { isValue, leafPaths, leaves, type Tree, type Value, withLeaves } from "@seqloom/ops";
import { formatType, isFloat, ones, zeros } from "@seqloom/tensor";
import { vjp } from "./tape.ts";

/** What a function returned beside its loss, without gradient. */
export interface WithAux<Aux> {
  readonly loss: Value;
  readonly aux: Aux;
}

/**
 * The loss and its gradient with respect to the first argument.
 *
 * @param f  from a tree of float values (parameters) and further arguments to a loss of one element
 * @returns  a function giving `value` and `gradient`, a tree of the form of the first argument; zeros where
 *           the loss does not depend on a value
 * @throws SeqError "loss-shape" if the loss has more than one element; "not-differentiable" for integer parameters
 * @example const { value, gradient } = valueAndGrad((p, x) => mean(mul(p.w, x)))({ w }, x);
 */
export function valueAndGrad<P extends Tree, Rest extends readonly unknown[]>(
  f: (params: P, ...rest: Rest) => Value,
): (params: P, ...rest: Rest) => { readonly value: Value; readonly gradient: P } {
  return (params, ...rest) => {
    const { value, gradient } = valueAndGradAux((p: P, ...r: Rest) => ({ loss: f(p, ...r), aux: undefined }))(
      params,
      ...rest,
    );
    return { value, gradient };
  };
}

/** As `valueAndGrad`, for a function that gives more than its loss (states, predictions). */
export function valueAndGradAux<
  P extends Tree,
  Rest extends readonly unknown[],
  Aux extends Tree | undefined,
>(
  f: (params: P, ...rest: Rest) => WithAux<Aux>,
): (params: P, ...rest: Rest) => { readonly value: Value; readonly gradient: P; readonly aux: Aux } {
  return (params, ...rest) => {
    const values = leaves(params);
    checkParameters(params);
    let aux: Aux | undefined;
    const { outputs, pullback } = vjp((...variables) => {
      const result = f(withLeaves(params, variables), ...rest);
      checkLoss(result.loss);
      aux = result.aux;
      return [result.loss, ...(result.aux === undefined ? [] : leaves(result.aux))];
    }, values);
    const [value, ...others] = outputs;
    if (value === undefined) throw internalFault("the loss was lost");
    const back = pullback([ones(value.shape, value.dtype)]);
    return {
      value,
      gradient: withLeaves(
        params,
        values.map((x, i) => back[i] ?? zeros(x.shape, x.dtype)),
      ),
      aux: (aux === undefined ? undefined : withLeaves(aux, others)) as Aux, // undefined only where f gave undefined
    };
  };
}

/**
 * The gradient of a loss with respect to the first argument.
 *
 * @example const dw = grad((w) => sum(mul(w, w)))(tensor([1, 2]));   // 2 w
 */
export function grad<P extends Tree, Rest extends readonly unknown[]>(
  f: (params: P, ...rest: Rest) => Value,
): (params: P, ...rest: Rest) => P {
  const both = valueAndGrad(f);
  return (params, ...rest) => both(params, ...rest).gradient;
}

function checkLoss(loss: Value): void {
  if (isValue(loss) && loss.shape.every((n) => n === 1) && isFloat(loss.dtype)) return;
  const found = isValue(loss) ? formatType(loss) : `${loss satisfies never}, which is no value`;
  throw new SeqError("loss-shape", `grad needs a loss of one float, the function gave ${found}`, {
    help: "reduce it with mean or sum; for other outputs use vjp or jacobian",
    details: isValue(loss) ? { shape: loss.shape, dtype: loss.dtype } : {},
  });
}

function checkParameters(params: Tree): void {
  const paths = leafPaths(params);
  leaves(params).forEach((value, i) => {
    if (isFloat(value.dtype)) return;
    const path = paths[i];
    throw new SeqError(
      "not-differentiable",
      `${path === "" ? "the first argument" : path} is ${formatType(value)}; only floats have gradients`,
      {
        help: "pass it as a further argument, or cast it to f32",
        details: { path, dtype: value.dtype },
      },
    );
  });
}
