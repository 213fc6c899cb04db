import type { Sql } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";

/**
 * A picture can start from any photo or plan of the session that is an image.
 * @throws {Problem} not-found, invalid-input for a document or a drawing
 */
export async function requirePhoto(sql: Sql, owner: Owner, sessionId: string, assetId: string): Promise<void> {
  const [asset] = await sql<{ contentType: string }[]>`
    select content_type from assets where id = ${assetId} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!asset) throw notFound("asset", assetId);
  if (["image/jpeg", "image/png", "image/webp"].includes(asset.contentType)) return;
  const detail = `is no photo but ${asset.contentType}`;
  throw new Problem("invalid-input", `baseAssetId ${detail}`, { errors: [{ pointer: "/baseAssetId", detail }] });
}
