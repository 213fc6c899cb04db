import { Problem } from "../problem.ts";
import { toMebibytes } from "./limits.ts";

type Options = {
  maxBytes: number;
  /** From here to the last byte. */
  timeoutMs: number;
};

/**
 * Reads a request's body and gives up as soon as it is known to be too large: by what it says of its length, else at the
 * first byte too many. In memory is what has come, and while it grows at most twice that.
 * @throws {Problem} payload-too-large; malformed-request where it breaks off, or comes too slowly
 */
export async function readBody(
  { body, headers }: Request,
  { maxBytes, timeoutMs }: Options,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Problem("payload-too-large", `A file may have at most ${toMebibytes(maxBytes)}`);
  const said = Number(headers.get("content-length") ?? 0);
  if (said > maxBytes) throw tooLarge();
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const late = Promise.withResolvers<never>();
  const tooSlow = new Problem("malformed-request", `The file did not arrive within ${timeoutMs / 1_000} seconds`);
  const timer = setTimeout(() => late.reject(tooSlow), timeoutMs);
  try {
    let bytes = new Uint8Array(Math.min(said || 65_536, 1_048_576));
    let length = 0;
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) break;
      const start = length;
      length += value.length;
      if (length > maxBytes) throw tooLarge();
      if (length > bytes.length) bytes = grown(bytes, Math.min(maxBytes, Math.max(length, said, 2 * bytes.length)));
      bytes.set(value, start);
    }
    if (length < said) throw new Problem("malformed-request", "The file broke off before its end");
    return bytes.subarray(0, length);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("malformed-request", "The file broke off before its end", { cause: error });
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(bytes);
  return larger;
}
