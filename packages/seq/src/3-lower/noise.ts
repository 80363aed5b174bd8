/** Normal noise from a key that is itself a value (Box & Muller 1958). */
import { cos, foldKey, log, mul, randomUniform, sqrt, sub, type Value } from "@seqloom/ops";
import type { Shape } from "@seqloom/tensor";

export function normalNoise(key: Value, shape: Shape): Value {
  const [u, angle] = [foldKey(key, 0), foldKey(key, 1)].map((own) => randomUniform(own, shape));
  if (u === undefined || angle === undefined) throw new RangeError("internal: two keys gave fewer numbers");
  return mul(sqrt(mul(-2, log(sub(1, u)))), cos(mul(2 * Math.PI, angle)));
}
