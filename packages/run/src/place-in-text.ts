/** The line of a spec in errors that know which stretch of it they are about. */
import { createSource, lineAt, SeqError, type Span } from "@seqloom/diagnostic";

/** More of a line would hide what is said of it. */
const shownAtMost = 60;

/** A training whose error, where it became NaN, names the line of the text that asked for the operation. */
export async function* placedIn<Event>(
  text: string,
  events: AsyncIterable<Event>,
): AsyncGenerator<Event, void, undefined> {
  try {
    yield* events;
  } catch (error) {
    throw withPlace(error, text);
  }
}

function withPlace(error: unknown, text: string): unknown {
  if (!(error instanceof SeqError) || error.code !== "loss-not-finite") return error;
  const { help, details, cause } = error;
  const origin = details.origin as Span | undefined; // as `detectNaN` gives it
  if (origin === undefined) return error;
  const line = lineAt(createSource("", text), origin.start);
  const written = text.slice(origin.start, origin.end).replace(/\s+/g, " ");
  const shown = written.length > shownAtMost ? `${written.slice(0, shownAtMost - 1)}…` : written;
  return new SeqError(error.code, `${error.summary}, for \`${shown}\` on line ${line}`, {
    ...(help !== undefined && { help }),
    details: { ...details, line },
    cause,
  });
}
