import type { Product, Style } from "../catalog/schema.ts";
import type { Session } from "../sessions/schema.ts";
import { type Fetch, requestJson } from "./http-client.ts";
import { createProjectApi } from "./project-api.ts";

export type Page<T> = { items: T[]; nextCursor: string | null };
export type ServiceStart = {
  version: string;
  /** What answers: `offline` is the planner without a language model. */
  agent?: "offline" | "gemini";
  links: { reference?: string };
};
export type Api = ReturnType<typeof createApi>;

/** The requests this page makes besides the socket. All throw {@link RequestFailed}. */
export function createApi(baseUrl: string, fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {
  const request = <T>(path: string, init?: RequestInit) => requestJson<T>(fetch, `${baseUrl}${path}`, init);
  const sessionPath = (id: string) => `/api/sessions/${encodeURIComponent(id)}`;
  return {
    readStart: () => request<ServiceStart>("/"),
    listSessions: (cursor?: string) =>
      request<Page<Session>>(`/api/sessions?limit=30${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
    /** Safe to repeat with the same key. */
    createSession: (title: string, key: string) =>
      request<Session>("/api/sessions", {
        method: "POST",
        headers: { "idempotency-key": key },
        body: JSON.stringify({ title }),
      }),
    renameSession: (id: string, title: string) =>
      request<Session>(sessionPath(id), { method: "PATCH", body: JSON.stringify({ title }) }),
    deleteSession: (id: string) => request<void>(sessionPath(id), { method: "DELETE" }),
    listStyles: () => request<Page<Style>>("/api/styles?limit=100"),
    readStyle: (slug: string) => request<Style>(`/api/styles/${encodeURIComponent(slug)}`),
    searchProducts: (terms: Record<string, string>, signal: AbortSignal) =>
      request<Page<Product>>(`/api/products?${new URLSearchParams(terms)}`, { signal }),
    /** Everything that belongs to one session. */
    project: (id: string) => createProjectApi(`${baseUrl}${sessionPath(id)}`, fetch),
  };
}
