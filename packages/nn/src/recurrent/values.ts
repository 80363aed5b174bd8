/** Values by name: states, outputs, gates. */
import type { Value } from "@seqloom/ops";

export type Values = Readonly<Record<string, Value>>;

export function mapValues(values: Values, f: (value: Value, name: string) => Value): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value, name)]));
}
