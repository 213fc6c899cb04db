import { createHash, createHmac } from "node:crypto";

const credentials = {
  accessKeyId: "AKIATESTTESTTEST",
  secretAccessKey: "test-secret-of-the-bucket",
  region: "eu-test-1",
};
const bucketName = "files";

/** How the bucket behaves: as it should, answering with an error, or not answering at all. */
type Mood = { answer: "well" } | { answer: "error"; status: number; code: string } | { answer: "never" };

/** A server that speaks as much S3 as the service needs, and believes only requests signed with its key (SigV4). */
export function startFakeS3() {
  const objects = new Map<string, { bytes: Uint8Array<ArrayBuffer>; type: string }>();
  const requests: string[] = [];
  let mood: Mood = { answer: "well" };
  const stalled = new Set<() => void>();

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const key = decodeURIComponent(pathname.slice(bucketName.length + 2));
      requests.push(`${request.method} ${key}`);
      if (mood.answer === "never") await new Promise<void>((resolve) => stalled.add(resolve));
      if (mood.answer === "error") return s3Error(mood.status, mood.code);
      if (!isSigned(request)) return s3Error(403, "SignatureDoesNotMatch");
      if (!pathname.startsWith(`/${bucketName}/`)) return s3Error(404, "NoSuchBucket");
      return answer(request, key);
    },
  });

  async function answer(request: Request, key: string): Promise<Response> {
    if (request.method === "PUT") {
      objects.set(key, { bytes: await request.bytes(), type: request.headers.get("content-type") ?? "" });
      return new Response(null, { headers: { etag: '"x"' } });
    }
    if (request.method === "DELETE") {
      objects.delete(key);
      return new Response(null, { status: 204 });
    }
    const object = objects.get(key);
    if (!object) return s3Error(404, "NoSuchKey");
    const { bytes, type } = object;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "") ?? [];
    const headers = { "content-type": type };
    if (first === undefined) return new Response(bytes, { headers });
    const [start, end] = [Number(first), Math.min(Number(last), bytes.length - 1)];
    if (start >= bytes.length) return s3Error(416, "InvalidRange");
    const range = `bytes ${start}-${end}/${bytes.length}`;
    return new Response(bytes.slice(start, end + 1), { status: 206, headers: { ...headers, "content-range": range } });
  }

  const wake = () => {
    for (const resolve of stalled) resolve();
    stalled.clear();
  };
  return {
    objects,
    requests,
    /** The configuration that leads here. */
    env: {
      S3_ENDPOINT: server.url.origin,
      S3_REGION: credentials.region,
      S3_BUCKET: bucketName,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      S3_TIMEOUT_MS: "5000",
    },
    behave(next: Mood) {
      mood = next;
      wake();
    },
    [Symbol.asyncDispose]: async () => {
      wake();
      await server.stop(true);
    },
  };
}
export type FakeS3 = ReturnType<typeof startFakeS3>;

const s3Error = (status: number, code: string) =>
  new Response(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`, {
    status,
    headers: { "content-type": "application/xml" },
  });

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Computes the signature of a presigned address again. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function isSigned(request: Request): boolean {
  const url = new URL(request.url);
  const at = url.searchParams.get("X-Amz-Date") ?? "";
  const day = at.slice(0, 8);
  const scope = `${day}/${credentials.region}/s3/aws4_request`;
  if (url.searchParams.get("X-Amz-Credential") !== `${credentials.accessKeyId}/${scope}`) return false;
  const made = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Date.now() < made + Number(url.searchParams.get("X-Amz-Expires")) * 1_000)) return false;
  const query = url.search
    .slice(1)
    .split("&")
    .filter((pair) => !pair.startsWith("X-Amz-Signature="))
    .toSorted()
    .join("&");
  const canonical = [
    request.method,
    url.pathname,
    query,
    `host:${url.host}`,
    "",
    url.searchParams.get("X-Amz-SignedHeaders"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const key = [day, credentials.region, "s3", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, ["AWS4-HMAC-SHA256", at, scope, digest].join("\n")).toString("hex");
  return url.searchParams.get("X-Amz-Signature") === signature;
}
