import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { createRouter, type HttpEnv, problems } from "../http/router.ts";
import { Problem } from "../problem.ts";
import { answerHtml, answerPdf, htmlContent, pdfContent } from "../report/answer.ts";
import { contentSecurityPolicy } from "../report/html/render-html.ts";
import type { ReportMaker } from "../report/make.ts";
import { closedPage } from "./closed-page.ts";
import { ShareToken } from "./schema.ts";
import { openLink } from "./store.ts";
import { hashOf } from "./token.ts";

const refusals = problems(404);
const read = createRoute({
  method: "get",
  path: "/shared/{token}",
  operationId: "readSharedReport",
  summary: "Read a shared report",
  description:
    "What a share link's address shows: the report as a page, or with `format=pdf` as PDF. An address that is unknown, " +
    "expired or revoked answers 404 in the same words, as a page to whoever accepts HTML.",
  tags: ["Sharing"],
  request: {
    params: z.object({
      token: z.string().meta({
        description: "The secret of the link",
        example: "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      }),
    }),
    query: z.object({
      format: z.string().optional().meta({ description: "`pdf`, or a page for anything else", example: "pdf" }),
    }),
  },
  responses: {
    200: { description: "The report", content: { ...htmlContent, ...pdfContent } },
    ...refusals,
    404: { ...refusals[404], content: { ...refusals[404].content, ...htmlContent } },
  },
});

/** The report to whoever has the token. Not under `/api`: it is a page for people, and nobody signs in. */
export const sharedRoutes = ({ database, maker }: { database: Database; maker: ReportMaker }) =>
  createRouter().openapi(read, async (c) => {
    c.header("cache-control", "no-store");
    c.header("x-robots-tag", "noindex, nofollow, noarchive");
    const { token } = c.req.valid("param");
    // A malformed token is as unknown as any other.
    const opened = ShareToken.safeParse(token).success ? await openLink(database, hashOf(token)) : undefined;
    if (!opened) return closed(c) as never;
    const { owner, sessionId } = opened;
    const answer = { maker, owner, report: await maker.read(owner, sessionId) };
    const isPdf = c.req.valid("query").format === "pdf";
    return (isPdf ? await answerPdf(c, answer) : await answerHtml(c, answer)) as never;
  });

/** The same for every token that opens nothing, so that none can be told from another. */
function closed(c: Context<HttpEnv>): Response {
  c.header("vary", "accept");
  if (!c.req.header("accept")?.includes("text/html"))
    throw new Problem("not-found", "This link opens nothing: it is unknown, has expired, or was revoked");
  c.header("content-security-policy", contentSecurityPolicy);
  return c.html(closedPage(), 404);
}
