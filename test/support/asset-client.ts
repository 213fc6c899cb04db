import { Asset } from "../../src/assets/schema.ts";
import { connect, type Database } from "../../src/db/client.ts";
import { picture } from "./files.ts";
import type { ServiceApi } from "./renovation.ts";
import type { TestService } from "./service.ts";

type Init = { query?: string; headers?: Record<string, string> };

/** A session of the service and its files, as a client handles them. */
export async function assetClient(service: ServiceApi, sessionId?: string) {
  const id = sessionId ?? (await service.session());
  const path = `/api/sessions/${id}/assets`;
  const upload = (body: RequestInit["body"], { query = "", headers = {} }: Init = {}) =>
    fetch(new URL(`${path}${query}`, service.url), { method: "POST", headers, ...(body ? { body } : {}) });
  const content = (assetId: string, { query = "", headers = {} }: Init = {}) =>
    service.get(`${path}/${assetId}/content${query}`, headers);
  return {
    sessionId: id,
    path,
    upload,
    content,
    /** A small photo that was taken. */
    async photo(init: Init = {}): Promise<Asset> {
      return Asset.parse(await (await upload(await picture("jpeg"), init)).json());
    },
    async bytes(assetId: string, init: Init = {}) {
      return Buffer.from(await (await content(assetId, init)).bytes());
    },
    async list(query = ""): Promise<{ items: Asset[]; nextCursor: string | null }> {
      return (await service.get(`${path}${query}`)).json();
    },
  };
}

/** Asks the service's database directly. */
export async function onDatabase<T>(service: TestService, work: (sql: Database) => Promise<T>): Promise<T> {
  const target = { url: service.databaseUrl };
  const database = connect(target, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
  try {
    return await work(database);
  } finally {
    await database.end({ timeout: 1 });
  }
}
