import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { describeProblem, notFound, ProblemDetails, problemKinds } from "../problem.ts";
import { createRouter, json, problems } from "./router.ts";

const get = createRoute({
  method: "get",
  path: "/problems/{kind}",
  operationId: "describeProblem",
  summary: "What a kind of problem means",
  description: "Every `type` in a problem is the address of this description.",
  tags: ["Problems"],
  request: { params: z.object({ kind: z.string().meta({ example: "not-found" }) }) },
  responses: {
    200: json(ProblemDetails.pick({ type: true, title: true, status: true }).meta({ id: "ProblemType" }), "The kind"),
    ...problems(404),
  },
});

export const problemTypeRoutes = () =>
  createRouter().openapi(get, (c) => {
    const { kind } = c.req.valid("param");
    const known = problemKinds.find((name) => name === kind);
    if (!known) throw notFound("problem type", kind);
    return c.json(describeProblem(known), 200);
  });
