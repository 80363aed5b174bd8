/**
 * The link of a run: `#s1.` and base64url of raw-deflated JSON. It holds the spec, the seed and what came out; never
 * data or weights. Whatever comes in is checked, field by field, and used as text.
 */

export interface Shared {
  readonly spec: string;
  readonly seed: number;
  /** What the one who made the link got. */
  readonly result: { readonly lossHash: string } | undefined;
}

/** Why a link was not used. */
export type LinkFault = "empty" | "newer" | "too-long" | "damaged" | "out-of-range";

const prefix = "#s1.";
export const encodedAtMost = 8_000;
const decodedAtMost = 64 * 1024;
export const seedAtMost = 2 ** 32 - 1;

/** @returns the part of an address from `#` on */
export async function encodeLink({ spec, seed, result }: Shared): Promise<string> {
  const json = JSON.stringify({ v: 1, spec, seed, ...(result !== undefined && { result }) });
  const deflated = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return prefix + toBase64Url(new Uint8Array(await new Response(deflated).arrayBuffer()));
}

/** @returns undefined where there is no link at all */
export async function decodeLink(hash: string): Promise<Shared | LinkFault | undefined> {
  if (!/^#s\d+\./.test(hash)) return undefined;
  if (!hash.startsWith(prefix)) return "newer";
  if (hash.length > encodedAtMost) return "too-long";
  const bytes = fromBase64Url(hash.slice(prefix.length));
  if (bytes === undefined) return "damaged";
  const text = await inflate(bytes);
  if (text === "too-long" || text === "damaged") return text;
  return checked(text.json);
}

/** Stops as soon as more comes out than a link may hold. */
async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ readonly json: string } | "too-long" | "damaged"> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [json, size] = ["", 0];
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > decodedAtMost) {
        await reader.cancel();
        return "too-long";
      }
      json += decoder.decode(part.value, { stream: true });
    }
    return { json: json + decoder.decode() };
  } catch {
    return "damaged";
  }
}

function checked(json: string): Shared | LinkFault {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "damaged";
  }
  if (!isRecord(value) || value.v !== 1 || typeof value.spec !== "string") return "damaged";
  const { spec, seed, result } = value;
  if (spec.trim() === "") return "empty";
  if (typeof seed !== "number" || !Number.isInteger(seed) || seed < 0 || seed > seedAtMost)
    return "out-of-range";
  const lossHash = isRecord(result) ? result.lossHash : undefined;
  const isHash = typeof lossHash === "string" && /^[0-9a-f]{16}$/.test(lossHash);
  return { spec, seed, result: isHash ? { lossHash } : undefined };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}
