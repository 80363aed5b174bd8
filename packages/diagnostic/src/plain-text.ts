/** A diagnostic in words, for formats that show the place by themselves. */
import type { Diagnostic } from "./diagnostic.ts";

/** Message, why and help, a line each. */
export function plainText({ message, why, ...rest }: Diagnostic): string {
  const advice = adviceOf(rest);
  return [message, why && `why: ${why}`, advice && `help: ${advice}`].filter(Boolean).join("\n");
}

/** How to put it right, in words: what the fix does where there is no other help. */
export function adviceOf({ help, fix }: Pick<Diagnostic, "help" | "fix">): string | undefined {
  return help ?? fix?.title;
}
