import { type Picture, readPicture } from "../assets/pictures.ts";
import type { AssetStorage } from "../assets/storage.ts";
import { getAsset } from "../assets/store.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import type { Owner } from "../sessions/owner.ts";
import { picturesIn } from "./pictures.ts";
import type { Report } from "./schema.ts";

/** By asset id; what cannot be read is not there. */
export type Pictures = ReadonlyMap<string, Picture>;

type Sources = { database: Database; storage: Pick<AssetStorage, "read">; log: Log };
type Wanted = { owner: Owner; format: "html" | "pdf"; signal: AbortSignal };

/** Enough for a sharp print at the size that a page shows. */
const maxSidePx = 1_200;

/**
 * Reads the pictures of a report, one after the other so that few are in memory as they were taken. One that cannot be read
 * leaves a gap in the report and a line in the log.
 */
export async function loadPictures(
  sources: Sources,
  report: Report,
  { owner, format, signal }: Wanted,
): Promise<Pictures> {
  const { database, log } = sources;
  const pictures = new Map<string, Picture>();
  for (const assetId of picturesIn(report).keys()) {
    signal.throwIfAborted();
    try {
      const asset = await getAsset(database, owner, report.session.id, assetId);
      // PDF knows JPEG; webp it does not.
      const wanted = format === "pdf" ? { maxSidePx, as: "image/jpeg" as const } : { maxSidePx };
      pictures.set(assetId, await readPicture(sources, owner, asset, wanted));
    } catch (error) {
      log.warn({ error, assetId }, "a report is made without a picture that cannot be read");
    }
  }
  return pictures;
}
