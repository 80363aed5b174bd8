/** One short name for a whole run: two runs with the same one had the same losses to the last bit. */

/** @returns the first 16 hex digits of SHA-256 over the float32 losses, little-endian */
export async function lossHash(losses: readonly number[]): Promise<string> {
  const bytes = new DataView(new ArrayBuffer(losses.length * 4));
  losses.forEach((loss, i) => {
    bytes.setFloat32(i * 4, loss, true);
  });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
