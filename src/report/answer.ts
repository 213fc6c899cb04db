import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { z } from "zod";
import { isUnchanged } from "../http/preconditions.ts";
import type { HttpEnv } from "../http/router.ts";
import type { Owner } from "../sessions/owner.ts";
import { disposition } from "./attachment.ts";
import { contentSecurityPolicy } from "./html/render-html.ts";
import type { ReportMaker } from "./make.ts";
import type { Report } from "./schema.ts";

/** Changes with whatever a report looks like, so that no cache shows an old one. */
const edition = 1;

export const htmlContent = {
  "text/html": { schema: z.string().meta({ example: '<!doctype html><html lang="en">…</html>' }) },
};
export const pdfContent = {
  "application/pdf": {
    schema: z.string().meta({ format: "binary", description: "The bytes of a PDF", example: "%PDF-1.7 …" }),
  },
};

const types = { html: "text/html", pdf: "application/pdf", json: "application/json" } as const;
export type ReportFormat = keyof typeof types;

/** What was asked for in the query, else what the client says it prefers, else HTML. */
export function formatFor(c: Context<HttpEnv>, asked: ReportFormat | undefined): ReportFormat {
  if (asked) return asked;
  const preferred = accepts(c, { header: "Accept", supports: Object.values(types), default: types.html });
  return (Object.keys(types) as ReportFormat[]).find((format) => types[format] === preferred) ?? "html";
}

/** A report has the same tag as long as it says the same on the same day. */
export function tagOf(report: Report, format: string): string {
  const { generatedAt, ...content } = report;
  const text = `${edition} ${format} ${generatedAt.slice(0, 10)} ${JSON.stringify(content)}`;
  return `"${new Bun.CryptoHasher("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** Sets the tag, and says whether the client has this very report already. */
export function hasIt(c: Context<HttpEnv>, tag: string): boolean {
  c.header("etag", `W/${tag}`);
  c.header("cache-control", "private, no-cache");
  return isUnchanged(c.req.header("if-none-match"), tag);
}

type Answer = { maker: ReportMaker; owner: Owner; report: Report };

/** The page with a policy under which nothing runs and nothing is fetched. */
export async function answerHtml(c: Context<HttpEnv>, { maker, owner, report }: Answer): Promise<Response> {
  const page = await maker.html({ owner, report, signal: c.req.raw.signal });
  c.header("content-security-policy", contentSecurityPolicy);
  return c.html(page);
}

export async function answerPdf(c: Context<HttpEnv>, { maker, owner, report }: Answer): Promise<Response> {
  const bytes = await maker.pdf({ owner, report, signal: c.req.raw.signal });
  c.header("content-disposition", disposition("inline", report.session.title, ".pdf"));
  c.header("content-type", "application/pdf");
  return c.body(bytes);
}
