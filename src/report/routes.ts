import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createRouter, problems } from "../http/router.ts";
import { SessionId } from "../sessions/schema.ts";
import { answerHtml, answerPdf, formatFor, hasIt, htmlContent, pdfContent, tagOf } from "./answer.ts";
import { disposition } from "./attachment.ts";
import { shoppingListCsv } from "./csv.ts";
import type { ReportMaker } from "./make.ts";
import { Report } from "./schema.ts";

const tags = ["Report"];
const params = z.object({ id: SessionId });
const headers = z.object({
  etag: z.string().meta({ description: "For If-None-Match", example: 'W/"5Jb0Fq2sQ1yV7m0cX3kW9A"' }),
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/report",
  operationId: "getReport",
  summary: "Read the report",
  description:
    "The whole project to print or to hand on: rooms with pictures and checklists, shopping list, plan with a Gantt chart, " +
    "budget, approvals, and how the estimates were computed. As a page that needs nothing else, as PDF, or as JSON, by " +
    "`format` or else by the Accept header. It says honestly what is missing, so it can be read in every phase.",
  tags,
  request: {
    params,
    query: z.object({
      format: z.enum(["html", "pdf", "json"]).optional().meta({ description: "Instead of an Accept header" }),
    }),
  },
  responses: {
    200: {
      description: "The report",
      headers,
      content: { ...htmlContent, ...pdfContent, "application/json": { schema: Report } },
    },
    304: { description: "It still says what If-None-Match names" },
    ...problems(404, 422),
  },
});

const shoppingList = createRoute({
  method: "get",
  path: "/api/sessions/{id}/shopping-list",
  operationId: "getShoppingList",
  summary: "Read the shopping list",
  description:
    "The products picked, as CSV (RFC 4180, UTF-8 with a byte order mark). Amounts are plain decimals of the currency in the " +
    "column beside them. A cell that a spreadsheet would run as a formula begins with an apostrophe.",
  tags,
  request: { params },
  responses: {
    200: {
      description: "The list",
      headers,
      content: {
        "text/csv": {
          schema: z.string().meta({ example: "Room,For,Product,Quantity,Unit,Unit price,Cost,Currency,…\r\n" }),
        },
      },
    },
    304: { description: "It is still the list that If-None-Match names" },
    ...problems(404, 422),
  },
});

export const reportRoutes = ({ maker }: { maker: ReportMaker }) =>
  createRouter()
    .openapi(get, async (c) => {
      const { owner } = c.var;
      const format = formatFor(c, c.req.valid("query").format);
      const report = await maker.read(owner, c.req.valid("param").id);
      c.header("vary", "accept");
      if (hasIt(c, tagOf(report, format))) return c.body(null, 304);
      if (format === "json") return c.json(report, 200);
      const answer = { maker, owner, report };
      return (format === "pdf" ? await answerPdf(c, answer) : await answerHtml(c, answer)) as never;
    })
    .openapi(shoppingList, async (c) => {
      const report = await maker.read(c.var.owner, c.req.valid("param").id);
      if (hasIt(c, tagOf(report, "csv"))) return c.body(null, 304);
      c.header("content-disposition", disposition("attachment", report.session.title, " shopping list.csv"));
      return c.body(shoppingListCsv(report), 200, {
        "content-type": "text/csv; charset=utf-8; header=present",
      }) as never;
    });
