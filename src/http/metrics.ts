import type { Environment } from "../config.ts";
import { methodNotAllowed, operatorsOnly } from "./operators.ts";

type MetricsOptions = {
  contentType: string;
  text: () => Promise<string>;
  token: string | undefined;
  environment: Environment;
};

/**
 * Answers `GET /metrics` for operators, in front of the application like the probes: also under overload and while draining.
 * @returns undefined for another path
 */
export function createMetricsEndpoint({ contentType, text, ...operators }: MetricsOptions) {
  const refuse = operatorsOnly(operators);
  const headers = { "Content-Type": contentType, "Cache-Control": "no-store" };
  const answer = async () => new Response(await text(), { headers });

  return (request: Request, path: string): Response | Promise<Response> | undefined => {
    if (path !== "/metrics") return undefined;
    if (request.method !== "GET" && request.method !== "HEAD") return methodNotAllowed();
    return refuse(request) ?? answer();
  };
}
