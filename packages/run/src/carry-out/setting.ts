/** A function named in a `train { }` or `forecast { }` section, with what it was given. */
import { SeqError } from "@seqloom/diagnostic";

export interface Named {
  readonly name: string;
  readonly args: readonly number[];
  readonly options: Readonly<Record<string, number | boolean | string>>;
}

/** An option that is a number: its place among the arguments, its name, or the default. */
export function numberOf({ args, options }: Named, name: string, otherwise: number, place?: number): number {
  const given = options[name] ?? (place === undefined ? undefined : args[place]);
  return typeof given === "number" ? given : otherwise;
}

export function truthOf({ options }: Named, name: string): boolean {
  return options[name] === true;
}

/** What carries out a name; the checker has refused names that are not there. */
export function carrierOf<C>(carriers: Readonly<Record<string, C>>, { name }: Named, what: string): C {
  const carrier = Object.hasOwn(carriers, name) ? carriers[name] : undefined;
  if (carrier !== undefined) return carrier;
  throw new SeqError("not-built", `the ${what} ${name} is checked but not built yet`, {
    help: `use ${Object.keys(carriers).join(", ")}`,
  });
}
