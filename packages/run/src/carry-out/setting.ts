/** A function named in a `train { }` or `forecast { }` section, with what it was given. */
import { SeqError } from "@seqloom/diagnostic";

export interface Named {
  readonly name: string;
  /** All options there are, the defaults of the language included. */
  readonly options: Readonly<Record<string, number | string | boolean | readonly number[]>>;
}

export function numberOf({ options }: Named, name: string, otherwise: number): number {
  const given = options[name];
  return typeof given === "number" ? given : otherwise;
}

export function numbersOf({ options }: Named, name: string): readonly number[] {
  const given = options[name];
  return typeof given === "object" ? given : typeof given === "number" ? [given] : [];
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
