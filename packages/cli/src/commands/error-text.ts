/** An error as the reader sees it: a message and a way out, and no stack. */
import { internalFault, SeqError } from "@seqloom/diagnostic";

export function formatError(error: unknown): string {
  if (error instanceof SeqError && error.code !== "internal")
    return `error[${error.code}]: ${error.message}\n`;
  if (error instanceof SeqError) return `${error.message}\n`;
  return `${internalFault(error instanceof Error ? error.message : String(error)).message}\n`;
}
