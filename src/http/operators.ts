import { createHash, timingSafeEqual } from "node:crypto";
import type { Environment } from "../config.ts";
import { Problem } from "../problem.ts";

type Options = {
  /** HEALTH_STATUS_TOKEN. Without one nobody is an operator in production and staging. */
  token: string | undefined;
  environment: Environment;
};

/** Of JSON that is given in front of the application and that no cache may keep. */
export const freshHeaders = { "Content-Type": "application/json", "Cache-Control": "no-store" };

const problem = (cause: Problem, extra: Record<string, string>) =>
  new Response(JSON.stringify(cause), {
    status: cause.status,
    headers: { ...freshHeaders, "Content-Type": "application/problem+json", ...extra },
  });

export const methodNotAllowed = () => problem(new Problem("method-not-allowed"), { Allow: "GET, HEAD" });

/**
 * Who may see the service from inside: whoever asks in development and test, elsewhere who has the token.
 * @returns a function that gives the refusal, or undefined for an operator
 */
export function operatorsOnly({ token, environment }: Options) {
  const isOpen = environment === "development" || environment === "test";
  const isAuthorized = bearerCheck(token);
  return (request: Request): Response | undefined =>
    isOpen || isAuthorized(request.headers.get("authorization"))
      ? undefined
      : problem(new Problem("unauthorized", "Give HEALTH_STATUS_TOKEN as a bearer token"), {
          "WWW-Authenticate": "Bearer",
        });
}

/** Compares digests, so that the time taken tells neither length nor content. */
function bearerCheck(token: string | undefined) {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = token === undefined ? undefined : digest(token);
  return (authorization: string | null): boolean => {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    return expected !== undefined && given !== undefined && timingSafeEqual(digest(given), expected);
  };
}
