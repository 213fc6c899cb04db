import { describe, expect, test } from "bun:test";
import { createBucket } from "../src/assets/bucket.ts";
import { keepAsset } from "../src/assets/keep.ts";
import { sweepOrphans } from "../src/assets/orphans.ts";
import { createAssetStorage } from "../src/assets/storage.ts";
import { ConfigError, loadConfig } from "../src/config.ts";
import type { Database } from "../src/db/client.ts";
import { transaction } from "../src/db/client.ts";
import { StartError } from "../src/service/start.ts";
import { localOwner as owner } from "../src/sessions/owner.ts";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { type FakeS3, startFakeS3 } from "./support/fake-s3.ts";
import { picture } from "./support/files.ts";
import { startTestService } from "./support/service.ts";

/** Over before a person is annoyed, and long enough for a busy machine. */
const quick = { S3_TIMEOUT_MS: "300" };

async function serviceWithBucket(env: Record<string, string> = {}) {
  await using resources = new AsyncDisposableStack();
  const bucket = resources.use(startFakeS3());
  const service = resources.use(await startTestService({ env: { ...bucket.env, ...env } }));
  const owned = resources.move();
  return { bucket, service, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The storage of the service, in this process. */
function storageOf(database: Database, bucket?: FakeS3) {
  const limits = { maxBytes: 1e7, ownerBytes: 1e9 };
  const {
    S3_ENDPOINT: endpoint = "",
    S3_REGION,
    S3_BUCKET,
    S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY,
  } = bucket?.env ?? {};
  const options = {
    endpoint,
    region: S3_REGION ?? "",
    bucket: S3_BUCKET ?? "",
    accessKeyId: S3_ACCESS_KEY_ID ?? "",
    secretAccessKey: S3_SECRET_ACCESS_KEY ?? "",
    prefix: "",
    timeoutMs: 5_000,
  };
  return createAssetStorage({ database, bucket: bucket && createBucket(options), limits });
}

/** As if time had passed since every object was put. */
const age = (database: Database, minutes: number) =>
  database`update orphaned_objects set created_at = created_at - ${`${minutes} minutes`}::interval`;

const newPhoto = async () => ({
  kind: "photo" as const,
  roomId: null,
  name: null,
  caption: null,
  contentType: "image/jpeg" as const,
  bytes: await picture("jpeg"),
  widthPx: 64,
  heightPx: 48,
});

describe("a bucket that", () => {
  test.each<[string, Parameters<FakeS3["behave"]>[0]]>([
    ["does not answer", { answer: "never" }],
    ["is ill", { answer: "error", status: 500, code: "InternalError" }],
    ["is too busy", { answer: "error", status: 503, code: "SlowDown" }],
    ["refuses the key", { answer: "error", status: 403, code: "AccessDenied" }],
    ["is gone", { answer: "error", status: 404, code: "NoSuchBucket" }],
  ])(
    "%s is a 503 that says when to come again, for writing and reading, and nothing is half kept",
    async (_name, mood) => {
      await using running = await serviceWithBucket(quick);
      const { bucket, service } = running;
      const { upload, photo, content, list, bytes } = await assetClient(service);
      const { id } = await photo();
      bucket.behave(mood);
      const started = performance.now();
      for (const response of [await upload(await picture("png")), await content(id)]) {
        expect(response.headers.get("retry-after")).toBe("5");
        expect(await response.json()).toMatchObject({ status: 503, type: "/problems/storage-unavailable" });
      }
      expect(performance.now() - started).toBeLessThan(2_500);
      expect((await list()).items.map((asset) => asset.id)).toEqual([id]);
      bucket.behave({ answer: "well" });
      expect(await bytes(id)).toEqual(await picture("jpeg"));
      expect((await upload(await picture("png"))).status).toBe(201);
    },
  );

  test("fails shows as a warning, and the service stays ready", async () => {
    await using running = await serviceWithBucket(quick);
    const { bucket, service } = running;
    const { upload } = await assetClient(service);
    bucket.behave({ answer: "error", status: 500, code: "InternalError" });
    const ready = async () => (await (await service.get("/health/ready")).json()).checks.storage;
    // What requests see makes it look at once.
    while ((await ready()) === "pass") await upload(await picture("jpeg"));
    expect(await ready()).toBe("warn");
    expect((await service.get("/health/ready")).status).toBe(200);
  });

  test("is configured shows among the features, and its keys do not show in the log", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    await (await assetClient(service)).photo();
    expect((await (await service.get("/health/status")).json()).features).toMatchObject({ storage: "s3" });
    const log = JSON.stringify(service.lines);
    expect(log).not.toContain(bucket.env.S3_SECRET_ACCESS_KEY);
    expect(log).not.toContain("X-Amz-Signature");
  });

  test.each<[string, () => Record<string, string>, number, string]>([
    ["has another key", () => ({ S3_SECRET_ACCESS_KEY: "wrong" }), 78, "403 SignatureDoesNotMatch"],
    ["is not there", () => ({ S3_BUCKET: "other" }), 78, "404 NoSuchBucket"],
    ["answers nobody", () => ({ S3_ENDPOINT: "http://127.0.0.1:9" }), 69, "ECONNREFUSED"],
    ["hangs", () => ({ ...quick, hangs: "yes" }), 69, "no answer within 300 ms"],
  ])("%s refuses the start in one line", async (_name, change, exitCode, why) => {
    await using bucket = startFakeS3();
    const { hangs, ...env } = change();
    if (hangs) bucket.behave({ answer: "never" });
    const failure = await startTestService({ env: { ...bucket.env, ...env } }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StartError);
    expect(failure).toMatchObject({ exitCode, message: expect.stringContaining(why) });
  });
});

describe("an object in the bucket", () => {
  test("goes with its asset, and with its session", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    const { sessionId, path, photo } = await assetClient(service);
    const kept = await (await assetClient(service)).photo();
    const assets = [await photo(), await photo(), await photo()];
    await service.send("DELETE", `${path}/${assets[0]?.id}`);
    await service.send("DELETE", `/api/sessions/${sessionId}`);
    await onDatabase(service, async (database) => {
      const storage = storageOf(database, bucket);
      await sweepOrphans(database, storage);
      expect(bucket.objects.size).toBe(4);
      await age(database, 20);
      await sweepOrphans(database, storage);
      expect([...bucket.objects.keys()]).toEqual([expect.stringContaining(kept.id)]);
      expect(await database`select * from orphaned_objects`).toEqual([] as never);
    });
  });

  test("whose process ended before its asset was stored is swept, and what is on its way is not", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    const sessionId = await service.session();
    await onDatabase(service, async (database) => {
      const storage = storageOf(database, bucket);
      await keepAsset(storage, owner, sessionId, await newPhoto());
      await age(database, 20);
      const onItsWay = await keepAsset(storage, owner, sessionId, await newPhoto());
      await sweepOrphans(database, storage);
      expect(bucket.objects.size).toBe(1);
      await transaction(database, onItsWay.insert);
      await age(database, 20);
      await sweepOrphans(database, storage);
      expect(bucket.objects.size).toBe(1);
    });
  });

  test("that comes later than the sweep allows is refused rather than lost afterwards", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    const sessionId = await service.session();
    await onDatabase(service, async (database) => {
      const kept = await keepAsset(storageOf(database, bucket), owner, sessionId, await newPhoto());
      await age(database, 12);
      await expect(transaction(database, kept.insert)).rejects.toMatchObject({ kind: "storage-unavailable" });
    });
    expect((await (await assetClient(service, sessionId)).list()).items).toEqual([]);
  });

  test("of a refused asset is taken away at once, and of a stored one never", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    const sessionId = await service.session();
    await onDatabase(service, async (database) => {
      const storage = storageOf(database, bucket);
      const refused = await keepAsset(storage, owner, sessionId, {
        ...(await newPhoto()),
        roomId: crypto.randomUUID(),
      });
      await expect(transaction(database, refused.insert)).rejects.toMatchObject({ kind: "not-found" });
      await refused.discard();
      expect(bucket.objects.size).toBe(0);
      const stored = await keepAsset(storage, owner, sessionId, await newPhoto());
      await transaction(database, stored.insert);
      // As after a commit whose answer was lost.
      await stored.discard();
      expect(bucket.objects.size).toBe(1);
    });
  });

  test("that cannot be removed is removed when it can", async () => {
    await using running = await serviceWithBucket();
    const { bucket, service } = running;
    const { photo, path } = await assetClient(service);
    await service.send("DELETE", `${path}/${(await photo()).id}`);
    await onDatabase(service, async (database) => {
      const storage = storageOf(database, bucket);
      await age(database, 20);
      bucket.behave({ answer: "error", status: 500, code: "InternalError" });
      await expect(sweepOrphans(database, storage)).rejects.toMatchObject({ kind: "storage-unavailable" });
      bucket.behave({ answer: "well" });
      await sweepOrphans(database, storage);
      expect(bucket.objects.size).toBe(0);
    });
  });
});

test("files stay where they were when a bucket is set later, and are read from both places", async () => {
  await using bucket = startFakeS3();
  await using before = await startTestService();
  const { sessionId, photo } = await assetClient(before);
  const old = await photo();
  await using after = await startTestService({ databaseUrl: before.databaseUrl, env: bucket.env });
  const client = await assetClient(after, sessionId);
  const young = await client.photo();
  expect(bucket.objects.size).toBe(1);
  for (const { id } of [old, young]) expect(await client.bytes(id)).toEqual(await picture("jpeg"));
  const response = await (await assetClient(before, sessionId)).content(young.id);
  expect(await response.json()).toMatchObject({ status: 503, detail: expect.stringContaining("no longer configured") });
});

describe("a configuration", () => {
  const faultsOf = (env: Record<string, string>) => {
    try {
      return void loadConfig(env, { isRoot: false, readFile: () => "from-a-file\n" });
    } catch (error) {
      return error instanceof ConfigError ? error.faults.join("; ") : error;
    }
  };
  const whole = {
    S3_REGION: "eu-central-1",
    S3_BUCKET: "files",
    S3_ACCESS_KEY_ID: "id",
    S3_SECRET_ACCESS_KEY: "secret",
  };

  test("with half a bucket is refused, naming what is missing", () => {
    expect(faultsOf({ S3_BUCKET: "files", S3_REGION: "eu-central-1" })).toContain(
      "S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY are missing",
    );
    expect(faultsOf({ S3_PREFIX: "dev" })).toContain("S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY are missing");
    const { S3_REGION: _, ...nowhere } = whole;
    expect(faultsOf(nowhere)).toContain("S3_REGION, or S3_ENDPOINT outside of AWS, is missing");
  });

  test("with a whole bucket, its secret from a file, leads there", () => {
    const { S3_SECRET_ACCESS_KEY: _, ...rest } = whole;
    const env = { ...rest, S3_SECRET_ACCESS_KEY_FILE: "/run/secret", S3_PREFIX: "a/b/" };
    const config = loadConfig(env, { isRoot: false, readFile: () => "from-a-file\n" });
    expect(config.bucket).toMatchObject({
      endpoint: "https://s3.eu-central-1.amazonaws.com",
      secretAccessKey: "from-a-file",
      prefix: "a/b/",
    });
    expect(config.secrets).toContain("from-a-file");
  });

  test("wants a bucket for files that are too large for the database, and a quota for at least one", () => {
    expect(faultsOf({ ASSET_MAX_BYTES: "20000000" })).toContain("unless a bucket is set");
    expect(faultsOf({ ...whole, ASSET_MAX_BYTES: "20000000" })).toBeUndefined();
    expect(faultsOf({ OWNER_ASSET_BYTES: "1000000" })).toContain("OWNER_ASSET_BYTES must be at least");
  });
});
