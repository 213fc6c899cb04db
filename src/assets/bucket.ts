import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../problem.ts";
import { extensions } from "./kinds.ts";
import type { ContentType } from "./schema.ts";
import type { ByteRange } from "./storage.ts";

export type BucketOptions = {
  /** `https://s3.<region>.amazonaws.com`, or any server that speaks S3. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** In front of every key, so that a bucket can be shared. */
  prefix: string;
  /** Deadline of every request. */
  timeoutMs: number;
};

export type Bucket = ReturnType<typeof createBucket>;

/**
 * A bucket of any service that speaks S3. Bun's client signs the requests; they are sent by fetch, which unlike that
 * client can be ended at a deadline. Every failure is the problem `storage-unavailable`.
 */
export function createBucket({ prefix, timeoutMs, ...options }: BucketOptions) {
  const client = new Bun.S3Client(options);

  async function ask(method: "GET" | "PUT" | "DELETE", key: string, init: RequestInit = {}, signal?: AbortSignal) {
    const late = AbortSignal.timeout(timeoutMs);
    const address = client.presign(key, { method, expiresIn: Math.ceil(timeoutMs / 1_000) + 60 });
    const request = {
      ...init,
      method,
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, late]) : late,
    } as const;
    const send = async (): Promise<Answer> => {
      const response = await fetch(address, request);
      return { status: response.status, body: await response.bytes() };
    };
    try {
      const answer = await send();
      if (answer.status < 500) return answer;
      // A bucket that is busy for a moment, as S3 says of itself; every request may be repeated.
      await sleep(100 + Math.random() * 200, undefined, { signal: request.signal });
      return await send();
    } catch (error) {
      // The address is as good as a key for a minute: neither it nor the error that may quote it goes into a log.
      const code = late.aborted
        ? `no answer within ${timeoutMs} ms`
        : ((error as { code?: string }).code ?? "no connection");
      throw unavailable(new Error(`the bucket gave ${code}`));
    }
  }

  async function put(key: string, bytes: Uint8Array, contentType: string, signal?: AbortSignal): Promise<void> {
    const headers = { "content-type": contentType };
    const answer = await ask("PUT", key, { body: bytes as Uint8Array<ArrayBuffer>, headers }, signal);
    if (answer.status !== 200) throw refusal("PUT", answer);
  }

  /** Removing what is not there is no failure. */
  async function remove(key: string, signal?: AbortSignal): Promise<void> {
    const answer = await ask("DELETE", key, {}, signal);
    const isGone = answer.status === 200 || answer.status === 204 || errorCode(answer) === "NoSuchKey";
    if (!isGone) throw refusal("DELETE", answer);
  }

  /** A range of an object of `byteSize` bytes. */
  async function read(key: string, range: ByteRange, byteSize: number, signal?: AbortSignal): Promise<Uint8Array> {
    const { start, end } = range;
    const isWhole = start === 0 && end === byteSize - 1;
    const answer = await ask("GET", key, isWhole ? {} : { headers: { range: `bytes=${start}-${end}` } }, signal);
    if (answer.status !== 200 && answer.status !== 206) throw refusal("GET", answer);
    // A server may ignore the range.
    const bytes = answer.status === 200 && !isWhole ? answer.body.subarray(start, end + 1) : answer.body;
    if (bytes.length !== end - start + 1)
      throw unavailable(new Error(`the bucket gave ${bytes.length} bytes instead of ${end - start + 1}`));
    return bytes;
  }

  return {
    keyOf: (assetId: string, contentType: ContentType) => `${prefix}assets/${assetId}.${extensions[contentType]}`,
    put,
    read,
    remove,
    /** Writes, reads and removes an object of its own. */
    async check(signal: AbortSignal): Promise<void> {
      const key = `${prefix}check-${crypto.randomUUID()}`;
      const bytes = new TextEncoder().encode(key);
      await put(key, bytes, "text/plain", signal);
      const found = await read(key, { start: 0, end: bytes.length - 1 }, bytes.length, signal);
      if (!Buffer.from(found).equals(bytes)) throw unavailable(new Error("the bucket gave something else back"));
      await remove(key, signal);
    },
  };
}

type Answer = { status: number; body: Uint8Array };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const errorCode = ({ body }: Answer) =>
  /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(new TextDecoder().decode(body.subarray(0, 4_096)))?.[1];

/** What the bucket said no with; 4xx is for its operator to mend. */
export class BucketRefusal extends Error {
  override name = "BucketRefusal";
  readonly status: number;

  constructor(method: string, status: number, code = "") {
    super(`the bucket refused a ${method}: ${status} ${code}`.trim());
    this.status = status;
  }
}

const refusal = (method: string, answer: Answer) =>
  unavailable(new BucketRefusal(method, answer.status, errorCode(answer)));

const unavailable = (cause: Error) => new Problem("storage-unavailable", undefined, { retryAfterSeconds: 5, cause });
