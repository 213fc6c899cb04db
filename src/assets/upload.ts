import type { Context } from "hono";
import type { HttpEnv } from "../http/router.ts";
import { parseInput, Problem } from "../problem.ts";
import { cleanFile } from "./files/clean-file.ts";
import { isForm, readForm } from "./form.ts";
import type { NewAsset } from "./keep.ts";
import { kindOf, requireKind } from "./kinds.ts";
import { toMebibytes } from "./limits.ts";
import { readBody } from "./read-body.ts";
import { UploadTerms } from "./schema.ts";

/** What multipart adds to a file: boundaries, headers and the fields. */
const multipartBytes = 32 * 1_024;
/** 10 MB at 90 kB/s. */
export const uploadTimeoutMs = 120_000;

type Received = { bytes: Uint8Array; terms: UploadTerms };
/** `fingerprint` is of all that was sent. */
export type Upload = { asset: NewAsset; fingerprint: string };

/**
 * Receives a file, as multipart or as the body itself, and makes of it what an asset needs. What it says about itself
 * comes from the query and from multipart fields, of which the latter win.
 * @throws {Problem} malformed-request, payload-too-large, unsupported-media-type, invalid-input, overloaded
 */
export async function receiveUpload(
  c: Context<HttpEnv>,
  query: UploadTerms,
  { maxBytes }: { maxBytes: number },
): Promise<Upload> {
  const { bytes, terms } = await receive(c, query, maxBytes);
  if (bytes.length === 0) throw fileFault("is missing or empty");
  if (bytes.length > maxBytes)
    throw new Problem("payload-too-large", `A file may have at most ${toMebibytes(maxBytes)}`);
  const fingerprint = new Bun.CryptoHasher("sha256").update(JSON.stringify(terms)).update(bytes).digest("hex");
  const file = await cleanFile(bytes, { maxBytes });
  const { kind = kindOf(file.contentType), roomId = null, name = null, caption = null } = terms;
  requireKind(kind, file.contentType);
  return { asset: { ...file, kind, roomId, name, caption }, fingerprint };
}

async function receive(c: Context<HttpEnv>, query: UploadTerms, maxBytes: number): Promise<Received> {
  const contentType = c.req.header("content-type");
  const overhead = isForm(contentType) ? multipartBytes : 0;
  const body = await readBody(c.req.raw, { timeoutMs: uploadTimeoutMs, maxBytes: maxBytes + overhead });
  if (!isForm(contentType)) return { bytes: body, terms: query };
  const form = await readForm(body, contentType);
  const [file, ...others] = form.getAll("file");
  if (file === undefined) throw fileFault("is missing or empty");
  if (others.length > 0) throw fileFault("is there more than once");
  if (typeof file === "string") throw fileFault("is a field, not a file: it has no filename");
  const said = [...form].filter(([name]) => name in UploadTerms.shape);
  return {
    bytes: await file.bytes(),
    terms: { ...nameOf(file.name), ...query, ...parseInput(UploadTerms, Object.fromEntries(said)) },
  };
}

const fileFault = (detail: string) =>
  new Problem("invalid-input", `file ${detail}`, { errors: [{ pointer: "/file", detail }] });

/** A file's own name, as far as it can be shown: no folders, no control characters. */
function nameOf(fileName: string): Pick<UploadTerms, "name"> {
  // Browsers write a quote and line breaks like this, and Bun leaves them so.
  const plain = fileName.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const last = plain.split(/[\\/]/).at(-1) ?? "";
  const name = UploadTerms.shape.name.safeParse(last.replace(/\p{Cc}/gu, "").slice(0, 200)).data;
  return name === undefined ? {} : { name };
}
