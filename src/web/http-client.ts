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

/** Sends JSON and reads JSON. @throws {RequestFailed} */
export async function requestJson<T>(fetch: Fetch, url: string, init: RequestInit = {}): Promise<T> {
  const headers = { accept: "application/json", ...(init.body ? { "content-type": "application/json" } : {}) };
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { ...init, headers: { ...headers, ...init.headers } });
    const text = await response.text();
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    throw new RequestFailed({ type: "/problems/unreachable", title: "The service cannot be reached", status: 0 });
  }
  if (response.ok) return body as T;
  const { status } = response;
  const fallback = { type: "about:blank", title: `The service answered ${status}`, status };
  throw new RequestFailed({ ...fallback, ...(body as Partial<ProblemDetails> | undefined) });
}

export const toProblemDetails = (error: unknown): ProblemDetails =>
  error instanceof RequestFailed
    ? error.problem
    : { type: "about:blank", title: "Something went wrong on this page", status: 0, detail: String(error) };
