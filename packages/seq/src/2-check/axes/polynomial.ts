/**
 * Sizes as polynomials: `2 * n`, `n + m`, `a * b`, 32.
 *
 * Plain data in normal form: terms sorted by their symbols, none with the factor 0. So two sizes are equal for all
 * values of their symbols exactly if they are written alike.
 *
 * A symbol is a name; its first sign says what it hangs on:
 *   `n`   a free name or a fixed axis: hangs on nothing that is known here
 *   `~v`  the data: a vocabulary or the columns of an encoder
 *   `?1`  an unknown, to be solved for
 */

export interface Term {
  /** Sorted; a square has its symbol twice. */
  readonly symbols: readonly string[];
  readonly factor: number;
}

export type Polynomial = readonly Term[];

export function constant(value: number): Polynomial {
  return value === 0 ? [] : [{ symbols: [], factor: value }];
}

export function symbol(name: string): Polynomial {
  return [{ symbols: [name], factor: 1 }];
}

/** The symbol of a size that only the data know. */
export function dataSymbol(name: string): string {
  return `~${name}`;
}

export function isDataSymbol(name: string): boolean {
  return name.startsWith("~");
}

export function isUnknown(name: string): boolean {
  return name.startsWith("?");
}

/** p + times * q */
export function add(p: Polynomial, q: Polynomial, times = 1): Polynomial {
  const sum = new Map<string, Term>();
  for (const term of [...p, ...q.map(({ symbols, factor }) => ({ symbols, factor: factor * times }))]) {
    const key = term.symbols.join("*");
    sum.set(key, { symbols: term.symbols, factor: (sum.get(key)?.factor ?? 0) + term.factor });
  }
  return normal([...sum.values()]);
}

export function multiply(p: Polynomial, q: Polynomial): Polynomial {
  return p.reduce<Polynomial>(
    (sum, a) =>
      add(
        sum,
        q.map((b) => ({ symbols: [...a.symbols, ...b.symbols].sort(), factor: a.factor * b.factor })),
      ),
    [],
  );
}

/** The number, if it is one. */
export function numberOf(p: Polynomial): number | undefined {
  const [first] = p;
  if (first === undefined) return 0;
  return p.length === 1 && first.symbols.length === 0 ? first.factor : undefined;
}

/** p with a polynomial in place of a symbol. */
export function substitute(p: Polynomial, name: string, value: Polynomial): Polynomial {
  if (!p.some(({ symbols }) => symbols.includes(name))) return p;
  return p.reduce<Polynomial>((sum, { symbols, factor }) => {
    const product = symbols.reduce<Polynomial>(
      (q, s) => multiply(q, s === name ? value : symbol(s)),
      constant(factor),
    );
    return add(sum, product);
  }, []);
}

export function symbolsOf(p: Polynomial): ReadonlySet<string> {
  return new Set(p.flatMap(({ symbols }) => symbols));
}

/** As it is written: `2 * hidden + 1`; an unknown is `?`. */
export function show(p: Polynomial): string {
  if (p.length === 0) return "0";
  return p.map(showTerm).join(" + ").replaceAll("+ -", "- ");
}

function showTerm({ symbols, factor }: Term): string {
  const names = symbols.map((name) => (isUnknown(name) ? "?" : isDataSymbol(name) ? name.slice(1) : name));
  const parts = factor === 1 && names.length > 0 ? names : [String(factor), ...names];
  return parts.join(" * ");
}

/** Terms in order, without those that vanish. Halves and thirds that add up to whole numbers become whole again. */
function normal(terms: readonly Term[]): Polynomial {
  return terms
    .map(({ symbols, factor }) => ({ symbols, factor: snap(factor) }))
    .filter(({ factor }) => factor !== 0)
    .sort(
      (a, b) =>
        compare(b.symbols.length, a.symbols.length) || compare(a.symbols.join("*"), b.symbols.join("*")),
    );
}

function snap(factor: number): number {
  const whole = Math.round(factor);
  return Math.abs(factor - whole) < 1e-9 * Math.max(1, Math.abs(factor)) ? whole : factor;
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
