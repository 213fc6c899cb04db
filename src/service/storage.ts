import { BucketRefusal, createBucket } from "../assets/bucket.ts";
import { type AssetStorage, createAssetStorage } from "../assets/storage.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/client.ts";
import { exitCodes, StartError } from "./start.ts";

/** Where files are kept: the bucket where one is configured, else the database. Nothing is asked yet. */
export function openStorage({ assets: limits, bucket }: Config, database: Database): AssetStorage {
  return createAssetStorage({ database, bucket: bucket && createBucket(bucket), limits });
}

/** Writes, reads and removes something where files are kept. @throws {StartError} saying what is wrong with it */
export async function requireStorage(storage: AssetStorage, signal: AbortSignal): Promise<void> {
  try {
    await storage.check(signal);
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.cause : undefined;
    const isConfiguration = cause instanceof BucketRefusal && cause.status < 500;
    const why = cause instanceof Error ? cause.message : String(error);
    const exitCode = isConfiguration ? exitCodes.configuration : exitCodes.dependency;
    throw new StartError(exitCode, `Files cannot be kept in the bucket at S3_ENDPOINT: ${why}`, error);
  }
}
