import { Problem } from "../problem.ts";

export const isForm = (contentType: string | undefined): contentType is string =>
  /^multipart\/form-data\s*(;|$)/i.test(contentType ?? "");

/** The parts of a whole multipart body. @throws {Problem} malformed-request */
export async function readForm(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new Problem("malformed-request", "The multipart body breaks off, or does not have its boundary", { cause });
  }
}
