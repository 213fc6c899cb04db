import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { isUnchanged } from "../http/preconditions.ts";
import { type HttpEnv, problems } from "../http/router.ts";
import { Problem } from "../problem.ts";
import { SessionId } from "../sessions/schema.ts";
import type { rememberCopies } from "./copies.ts";
import { contentEtag, contentHeaders, rangeOf } from "./content.ts";
import { copySize, readCopy } from "./pictures.ts";
import { AssetId, ContentType } from "./schema.ts";
import { createSlots } from "../slots.ts";
import type { AssetStorage } from "./storage.ts";
import { getAsset } from "./store.ts";

/** Thumbnail, phone, tablet and screen. A few, so that caches have them. */
const copyWidths = ["160", "480", "960", "1600"] as const;
const CopyWidth = z
  .enum(copyWidths, `must be one of: ${copyWidths.join(", ")}`)
  .transform(Number)
  .optional()
  .meta({ description: "A copy at most this many pixels wide; drawings and PDF come as they are", example: "480" });

const binary = { schema: { type: "string", format: "binary" }, example: "(the bytes of the file)" } as const;
const content = Object.fromEntries(ContentType.options.map((type) => [type, binary])) as Record<
  ContentType,
  typeof binary
>;
const header = (description: string, example: string) => ({
  description,
  schema: { type: "string" as const },
  example,
});
const headers = {
  ETag: header("Of the bytes", '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"'),
  "Content-Disposition": header("A PDF is a download", `inline; filename="kitchen.jpg"; filename*=UTF-8''kitchen.jpg`),
};
const rangeHeader = { "Content-Range": header("Which bytes these are, of how many", "bytes 0-1023/481233") };

export const contentRoute = createRoute({
  method: "get",
  path: "/api/sessions/{id}/assets/{assetId}/content",
  operationId: "getAssetContent",
  summary: "Read a file",
  description:
    "The bytes, which never change: caches may keep them. `If-None-Match` and a single range in `Range` are answered. " +
    "With a `width` a larger picture comes as a copy in WebP, whole.",
  tags: ["Assets"],
  request: {
    params: z.object({ id: SessionId, assetId: AssetId.meta({ description: "Asset identifier" }) }),
    query: z.object({ width: CopyWidth }),
  },
  responses: {
    200: { description: "The file", content, headers },
    206: { description: "A range of it", content, headers: { ...headers, ...rangeHeader } },
    304: { description: "The client has it already" },
    ...problems(404, 416, 422),
  },
});

/** Smaller ones are read at once: they are no load, and a page shows many. */
const largeBytes = 1_048_576;

/** Of the whole process: while it is read a large file is in memory several times, and keeps a connection of the pool. */
const inSlot = createSlots({ atOnce: 4, maxWaiting: 200, refusal: "Too many files are being read" });
const readInTurn = <T>({ byteSize }: { byteSize: number }, work: () => Promise<T>) =>
  byteSize > largeBytes ? inSlot(work) : work();

type Parts = { database: Database; storage: AssetStorage; copies: ReturnType<typeof rememberCopies> };
type Asked = { id: string; assetId: string; width?: number | undefined };

/** Content, a range of it, a copy of it, or that the client has it. @throws {Problem} range-not-satisfiable, overloaded, and as reading */
export async function answerContent(
  c: Context<HttpEnv>,
  { database, storage, copies }: Parts,
  { id, assetId, width }: Asked,
) {
  const { owner } = c.var;
  const asset = await getAsset(database, owner, id, assetId);
  const size = width === undefined ? undefined : copySize(asset, width);
  const etag = contentEtag(asset, size?.widthPx);
  if (isUnchanged(c.req.header("if-none-match"), etag))
    return c.body(null, 304, {
      etag,
      "cache-control": contentHeaders(asset, asset.contentType, etag)["cache-control"],
    });
  if (size) {
    const copy = await copies(etag, () => readInTurn(asset, () => readCopy({ storage }, owner, asset, size)));
    return c.body(copy.bytes as Uint8Array<ArrayBuffer>, 200, contentHeaders(asset, copy.contentType, etag));
  }
  const { byteSize } = asset;
  const headers = { ...contentHeaders(asset, asset.contentType, etag), "accept-ranges": "bytes" };
  const range = rangeOf({ range: c.req.header("range"), ifRange: c.req.header("if-range") }, { byteSize, etag });
  if (range === "unsatisfiable") {
    c.header("content-range", `bytes */${byteSize}`);
    throw new Problem("range-not-satisfiable", `There are ${byteSize} bytes`);
  }

  // Hono answers HEAD by what GET says; nobody needs the bytes for that.
  if (c.req.raw.method === "HEAD") return c.body(null, 200, { ...headers, "content-length": String(byteSize) });
  const length = range ? range.end - range.start + 1 : byteSize;
  const read = () => storage.read(owner, assetId, range);
  const bytes = (await readInTurn({ byteSize: length }, read)) as Uint8Array<ArrayBuffer>;
  if (!range) return c.body(bytes, 200, headers);
  return c.body(bytes, 206, { ...headers, "content-range": `bytes ${range.start}-${range.end}/${byteSize}` });
}
