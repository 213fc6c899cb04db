import type { ProblemDetails } from "../problem.ts";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** A refused or failed request, as the RFC 9457 problem the service gave; status 0 when it could not be reached. */
export class RequestFailed extends Error {
  override name = "RequestFailed";
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

export const unreachable: ProblemDetails = {
  type: "/problems/unreachable",
  title: "The service cannot be reached",
  status: 0,
};

/** The problem in a refusal's body, or as much of one as the status tells. */
export function problemOf(status: number, body: unknown): ProblemDetails {
  const fallback = { type: "about:blank", title: `The service answered ${status}`, status };
  return { ...fallback, ...(body as Partial<ProblemDetails> | undefined) };
}

/** Sends JSON and reads JSON. @throws {RequestFailed} */
export async function requestJson<T>(fetch: Fetch, url: string, init: RequestInit = {}): Promise<T> {
  return (await requestTagged<T>(fetch, url, init)).value;
}

/** The same with the answer's ETag, for a later `If-Match`. @throws {RequestFailed} */
export async function requestTagged<T>(fetch: Fetch, url: string, init: RequestInit = {}) {
  const headers = { accept: "application/json", ...(init.body ? { "content-type": "application/json" } : {}) };
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { ...init, headers: { ...headers, ...init.headers } });
    const text = await response.text();
    body = text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestFailed(unreachable);
  }
  if (!response.ok) throw new RequestFailed(problemOf(response.status, body));
  return { value: body as T, etag: response.headers.get("etag") };
}

export const isNotFound = (error: unknown) => error instanceof RequestFailed && error.problem.status === 404;
/** The service's or the network's trouble goes by; a refusal does not. */
export const isPassing = ({ status }: ProblemDetails) => status === 0 || status >= 500;
/** Null where the service knows no such thing. */
export async function unlessMissing<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** For deletions: gone already is what was asked for. */
export function ignoreGone(error: unknown): void {
  if (!isNotFound(error)) throw error;
}

export const isConflict = (error: unknown) => error instanceof RequestFailed && error.problem.status === 412;

export const toProblemDetails = (error: unknown): ProblemDetails =>
  error instanceof RequestFailed
    ? error.problem
    : { type: "about:blank", title: "Something went wrong on this page", status: 0, detail: String(error) };
