import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { withEtag } from "../http/preconditions.ts";
import { type HttpEnv, json, problems } from "../http/router.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { keepAsset, requirePlace, requireQuota } from "./keep.ts";
import { Asset, UploadTerms } from "./schema.ts";
import { createSlots, type Slots } from "../slots.ts";
import type { AssetStorage } from "./storage.ts";
import { receiveUpload, uploadTimeoutMs } from "./upload.ts";

const binary = { type: "string", format: "binary" } as const;
const fields = {
  type: "object" as const,
  required: ["file"],
  properties: {
    file: { ...binary, description: "JPEG, PNG, WebP or PDF" },
    kind: { type: "string" as const, enum: ["photo", "floor_plan", "document"] },
    roomId: { type: "string" as const, format: "uuid" },
    name: { type: "string" as const },
    caption: { type: "string" as const },
  },
};
const rawExample = "(the bytes of the file)";

export const uploadRoute = createRoute({
  method: "post",
  path: "/api/sessions/{id}/assets",
  operationId: "uploadAsset",
  summary: "Add a file",
  description:
    "Takes a JPEG, PNG or WebP picture or a PDF, as the body itself or as the multipart field `file`. Its type is what its " +
    "bytes say, whatever the Content-Type. A picture is turned upright and loses its metadata, such as where it was taken; " +
    "otherwise its bytes stay as they are. What the file shows comes from the query or from fields of the same names.",
  tags: ["Assets"],
  request: {
    params: z.object({ id: SessionId }),
    headers: IdempotencyHeader,
    query: UploadTerms,
    body: {
      required: true as const,
      description: "The file",
      content: {
        "multipart/form-data": { schema: fields, example: { file: rawExample, caption: "North wall" } },
        "image/jpeg": { schema: binary, example: rawExample },
        "image/png": { schema: binary, example: rawExample },
        "image/webp": { schema: binary, example: rawExample },
        "application/pdf": { schema: binary, example: rawExample },
      },
    },
  },
  responses: { 201: withEtag(json(Asset, "The new asset")), ...problems(400, 404, 409, 413, 415, 422) },
});

type Parts = { database: Database; conversation: Pick<Conversation, "edit">; storage: AssetStorage };

const refusal = "Too many files are being uploaded";
/** So many files are in memory at most. */
const receiving = { atOnce: 16, maxWaiting: 100, refusal };
/** Who waits for a lock gives up after 3 s; ten large files for one session take longer. So they wait here. */
const storing = { atOnce: 2, maxWaiting: 100, refusal };

/** Adds the file of a request to a session. */
export function uploads(parts: Parts) {
  const inSlot = createSlots(receiving);
  const inTurn = createSlots(storing);
  return (c: Context<HttpEnv>, sessionId: string, terms: UploadTerms): Promise<Asset> => {
    // Bun would cut what is still on its way.
    c.env.server.timeout(c.req.raw, uploadTimeoutMs / 1_000 + 60);
    return inSlot(() => upload({ ...parts, inTurn }, c, sessionId, terms), c.req.raw.signal);
  };
}

type Upload = Parts & { inTurn: Slots };

async function upload(parts: Upload, c: Context<HttpEnv>, id: string, terms: UploadTerms): Promise<Asset> {
  const { database, conversation, storage, inTurn } = parts;
  const { owner } = c.var;
  await getSession(database, owner, id);
  // Who repeats a request is told what came of it, even where there is no place any more.
  if (c.req.header("idempotency-key") === undefined) {
    await requirePlace(database, owner, id);
    await requireQuota(database, owner, { used: "without it", limit: storage.limits.ownerBytes });
  }
  const { asset, fingerprint } = await receiveUpload(c, terms, storage.limits);
  const kept = await keepAsset(storage, owner, id, asset);
  let stored: Asset | undefined;
  try {
    stored = await inTurn(() =>
      conversation.edit(
        owner,
        id,
        async (sql) => ({ result: await kept.insert(sql), events: [{ type: "asset.changed", assetIds: [kept.id] }] }),
        (work) => createOnce(c, storage.database, Asset, work, () => fingerprint),
      ),
    );
    return stored;
  } finally {
    // Refused, or made by an earlier request with the same key.
    if (stored?.id !== kept.id) await kept.discard();
  }
}
