import type { HonoRequest } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { approvalRoutes } from "./approvals/routes.ts";
import { budgetRoutes } from "./budget/routes.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { assetRoutes } from "./assets/routes.ts";
import type { AssetStorage } from "./assets/storage.ts";
import type { Conversation } from "./chat/conversation.ts";
import { chatRoutes } from "./chat/routes.ts";
import { checklistRoutes } from "./checklist/routes.ts";
import type { Database } from "./db/client.ts";
import { decisionRoutes } from "./decisions/routes.ts";
import { docsRoutes } from "./http/docs.ts";
import { handleError, handleNotFound } from "./http/errors.ts";
import { problemTypeRoutes } from "./http/problem-types.ts";
import { type AnsweredRequest, requestContext } from "./http/request-context.ts";
import { createRouter, type Router } from "./http/router.ts";
import { type AgentKind, webRoutes } from "./http/web.ts";
import type { Log } from "./log.ts";
import { pickRoutes } from "./picks/routes.ts";
import { priceRoutes } from "./prices/routes.ts";
import { planRoutes } from "./plan/routes.ts";
import { Problem } from "./problem.ts";
import { renderRoutes } from "./renders/routes.ts";
import type { RendererName } from "./renders/schema.ts";
import { createReportMaker } from "./report/make.ts";
import { reportRoutes } from "./report/routes.ts";
import { roomRoutes } from "./rooms/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { sharedRoutes } from "./sharing/public-routes.ts";
import { shareLinkRoutes } from "./sharing/routes.ts";
import { turnRoutes } from "./turns/routes.ts";

export type AppDependencies = {
  database: Database;
  conversation: Conversation;
  /** Where the bytes of assets are. */
  storage: AssetStorage;
  /** Those that are configured, the preferred one first. */
  renderers: readonly RendererName[];
  /** Tokens an owner may use in a day; undefined means no cap. */
  dailyTokens?: number | undefined;
  log: Log;
  /** Aborts when the service is about to restart: streams end, clients come back. */
  stopping: AbortSignal;
  /** Hears of every problem that a request ended with. */
  noteProblem?: (problem: Problem) => void;
  /** Hears of every request that was answered. */
  noteRequest?: (request: AnsweredRequest) => void;
  options: {
    production: boolean;
    requestLog: boolean;
    corsOrigins: string[];
    apiDocs: boolean;
    web: boolean;
    agent?: AgentKind;
  };
};

const maxBodyBytes = 256 * 1024;

/** The whole HTTP surface as one value: no socket, no I/O until it is called. */
export function createApp({
  database,
  conversation,
  storage,
  renderers,
  dailyTokens,
  log,
  stopping,
  noteProblem = () => {},
  noteRequest = () => {},
  options,
}: AppDependencies): Router {
  const app = createRouter();
  app.onError(handleError(noteProblem));
  app.notFound(handleNotFound(app));
  app.use(requestContext({ log, noteRequest, ...options }));
  if (options.corsOrigins.length > 0) {
    app.use(
      "/api/*",
      cors({ origin: options.corsOrigins, exposeHeaders: ["x-request-id", "retry-after", "etag"], maxAge: 600 }),
    );
  }
  const limitBody = bodyLimit({ maxSize: maxBodyBytes, onError: () => tooLarge() });
  const isUnlimited = ({ method, path }: HonoRequest) =>
    method === "GET" || (method === "POST" && uploadPath.test(path));
  app.use("/api/*", (c, next) => (isUnlimited(c.req) ? next() : limitBody(c, next)));

  app.route("/", sessionRoutes({ database, conversation }));
  app.route("/", chatRoutes({ database, conversation, stopping, allowedOrigins: options.corsOrigins }));
  app.route("/", turnRoutes({ database, conversation }));
  app.route("/", roomRoutes({ database, conversation }));
  app.route("/", checklistRoutes({ database, conversation }));
  app.route("/", pickRoutes({ database, conversation }));
  app.route("/", budgetRoutes({ database }));
  app.route("/", planRoutes({ database, conversation }));
  app.route("/", assetRoutes({ database, conversation, storage }));
  app.route("/", approvalRoutes({ database, conversation }));
  app.route("/", renderRoutes({ database, conversation, renderers, dailyTokens }));
  app.route("/", decisionRoutes({ database, conversation }));
  app.route("/", catalogRoutes({ database }));
  app.route("/", priceRoutes());
  const maker = createReportMaker({ database, storage, log });
  app.route("/", reportRoutes({ maker }));
  app.route("/", shareLinkRoutes({ database }));
  app.route("/", sharedRoutes({ database, maker }));
  app.route("/", problemTypeRoutes());
  app.route("/", docsRoutes(app, { enabled: options.apiDocs }));
  app.route("/", webRoutes({ ...options, enabled: options.web }));
  return app;
}

/** Files have a limit of their own, which reads them as they come. */
const uploadPath = /^\/api\/sessions\/[^/]+\/assets$/;

function tooLarge(): never {
  throw new Problem("payload-too-large", `A body may have at most ${maxBodyBytes / 1024} KiB`);
}
