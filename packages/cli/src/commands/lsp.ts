/** seqloom lsp: the language server over standard input and output. */
import { Writable } from "node:stream";
import { SeqError } from "@seqloom/diagnostic";
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serve } from "../lsp/server.ts";
import type { Context, ExitCode } from "./context.ts";

/** Ends with the client: when it says `exit`, closes the stream or is gone, the process ends. */
export async function lspCommand({ input, out }: Context): Promise<ExitCode> {
  if (input === undefined)
    throw new SeqError("input-missing", "a language server reads its standard input, and there is none", {
      help: "start it from an editor",
    });
  const output = new Writable({
    write(chunk, _encoding, done) {
      out.write(String(chunk));
      done();
    },
  });
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  );
  const closed = new Promise<void>((resolve) => {
    input.on("end", resolve);
    input.on("close", resolve);
  });
  serve(connection);
  connection.listen();
  await closed;
  return 0;
}
