import type { Asset, UploadTerms } from "../assets/schema.ts";
import type { ProblemDetails } from "../problem.ts";
import { problemOf, unreachable } from "./http-client.ts";

export type UploadEvents = {
  /** How much has left this device, from 0 to 1. */
  onProgress: (share: number) => void;
  onDone: (asset: Asset) => void;
  onFailed: (problem: ProblemDetails) => void;
};

/** Sends a file to the session at `url`; `fetch` cannot tell how far an upload has come. Returns its cancellation. */
export function uploadFile(url: string, file: File, terms: UploadTerms, on: UploadEvents): () => void {
  const { kind, roomId, caption } = terms;
  const given = Object.entries({ name: file.name.slice(0, 200), kind, roomId, caption });
  const query = new URLSearchParams(given.filter((term): term is [string, string] => term[1] !== undefined));
  const request = new XMLHttpRequest();
  request.open("POST", `${url}/assets?${query}`);
  request.setRequestHeader("content-type", file.type || "application/octet-stream");
  request.setRequestHeader("accept", "application/json");
  request.upload.onprogress = ({ loaded, total }) => on.onProgress(total > 0 ? loaded / total : 0);
  request.onerror = () => on.onFailed(unreachable);
  request.onload = () => {
    const body = parse(request.responseText);
    if (request.status >= 200 && request.status < 300) on.onDone(body as Asset);
    else on.onFailed(problemOf(request.status, body));
  };
  request.send(file);
  return () => request.abort();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
