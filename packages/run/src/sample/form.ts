/** What a model that writes takes and gives: known from the spec and the vocabularies, without the data. */
import { type Fitted, placesOf, sizeOfVocabulary, symbolAt, type Vocabulary, wordsOf } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { buildModel, type CheckedSpec, type LoweredModel } from "@seqloom/seq";

/** Symbols of a field: text cut apart and put together again. */
export interface SymbolField {
  readonly field: string;
  readonly vocabulary: Vocabulary;
  /** Between symbols: nothing for characters, a space for words. */
  readonly separator: "" | " ";
  readonly cut: (text: string) => readonly string[];
}

export interface SampleForm {
  readonly input: SymbolField;
  /** Where answers are fed back: the field of the answer so far. Else the model continues its input. */
  readonly feedback: SymbolField | undefined;
  /** The result that scores the next symbol. */
  readonly output: string;
}

/**
 * @throws SeqError "sample-needs" for a model that neither continues a sequence of symbols nor answers one with another
 */
export function sampleForm(spec: CheckedSpec, model: string, fitted: Fitted): SampleForm {
  const term = spec.train[model]?.loss.find(({ name }) => name === "crossEntropy");
  const takes = spec.models.find(({ name }) => name === model)?.params.map(({ name }) => name) ?? [];
  const echo = spec.data?.feedback?.find(({ name }) => takes.includes(name));
  const inputs = takes.filter((name) => name !== echo?.name);
  const [own] = inputs;
  const input = own === undefined ? undefined : symbolField(spec, own, fitted);
  const output = term === undefined ? undefined : symbolField(spec, term.target, fitted);
  const feedback = echo === undefined ? undefined : symbolField(spec, echo.name, fitted);
  const isAnswering = feedback !== undefined && echo?.field === term?.target;
  const isWriting = echo === undefined && input?.vocabulary.name === output?.vocabulary.name;
  if (inputs.length === 1 && input !== undefined && output !== undefined && (isAnswering || isWriting))
    return { input, feedback, output: term?.output ?? "y" };
  throw new SeqError(
    "sample-needs",
    `sample: ${model} neither continues a sequence of symbols nor answers one with another`,
    {
      help: "it needs `target next(c)` of its one input c, or `feedback previous = y`, with `loss crossEntropy`",
      details: { model, inputs },
    },
  );
}

function symbolField(spec: CheckedSpec, field: string, { vocabularies }: Fitted): SymbolField | undefined {
  const type = spec.fields[field];
  const hasSteps = type?.axes.length === 2 && ["time", "step"].includes(type.axes[1]?.name ?? "");
  const name = type?.of?.name;
  const vocabulary = name === undefined ? undefined : vocabularies[name];
  if (!hasSteps || vocabulary === undefined) return undefined;
  const encoders = callsIn(spec.data, name ?? "");
  if (encoders.has("words")) return { field, vocabulary, separator: " ", cut: wordsOf };
  if (encoders.has("characters") || spec.data?.source.kind === "text")
    return { field, vocabulary, separator: "", cut: (text) => Array.from(text) };
  return { field, vocabulary, separator: " ", cut: (text) => text.match(/\S+/g) ?? [] };
}

/** The encoders that are called on a column anywhere in the fields. */
function callsIn(data: CheckedSpec["data"], column: string): ReadonlySet<string> {
  const fields = [...(data?.input ?? []), ...(data?.target ?? [])];
  return new Set(
    fields
      .flatMap(({ columns }) => columns)
      .flatMap((expr) =>
        expr.kind === "call" && JSON.stringify(expr.args).includes(`"name":${JSON.stringify(column)}`)
          ? [expr.name]
          : [],
      ),
  );
}

/** The model with the sizes of its vocabularies; a file of it needs no data to write. */
export function writingModel(
  spec: CheckedSpec,
  name: string,
  form: SampleForm,
  fitted: Fitted,
): LoweredModel {
  const fields = [form.input, ...(form.feedback === undefined ? [] : [form.feedback])];
  return buildModel(spec, name, {
    fields: fields.map(({ field }) => ({ name: field, dtype: "i32" as const, shape: [1, 2] })),
    vocabularies: new Map(Object.values(fitted.vocabularies).map((own) => [own.name, sizeOfVocabulary(own)])),
  });
}

/** The places of a text, and the symbols that training never showed; those count as unknown. */
export function placesIn(
  { vocabulary, cut }: SymbolField,
  text: string,
): { readonly places: readonly number[]; readonly unknown: readonly string[] } {
  const placeOf = placesOf(vocabulary);
  const symbols = cut(text);
  const known = new Set(vocabulary.symbols);
  return {
    places: symbols.map((symbol) => Math.max(0, placeOf(symbol))),
    unknown: [...new Set(symbols.filter((symbol) => !known.has(symbol)))],
  };
}

/** The text of places; unknown and the marks are left out. */
export function textOf({ vocabulary, separator }: SymbolField, places: Iterable<number>): string {
  const first = vocabulary.hasUnknown ? 1 : 0;
  return Array.from(places)
    .filter((place) => place >= first && place < first + vocabulary.symbols.length)
    .map((place) => symbolAt(vocabulary, place))
    .join(separator);
}
