import { idleTimeoutSeconds, type Router } from "./http/router.ts";
import { problemResponse } from "./http/errors.ts";
import { requestIdOf } from "./http/request-context.ts";
import type { SocketData } from "./chat/socket.ts";
import type { Log } from "./log.ts";
import { Problem } from "./problem.ts";

type Options = {
  host: string;
  port: number;
  app: Router;
  /** What is answered in front of the application. */
  probe: (request: Request, path: string) => Response | Promise<Response> | undefined;
  websocket: Bun.WebSocketHandler<SocketData>;
  isDraining: () => boolean;
  log: Log;
};

/** Bun's own answer to more than this is a bare 413. The app's limits answer with a problem, and what it leaves is dropped. */
const maxRequestBodySize = 2 ** 40;

/** Binds the app to a port. Everything Bun-specific about serving HTTP is here. */
export function listen({ host, port, app, probe, websocket, isDraining, log }: Options) {
  let answered = 0;
  /** Moves keep-alive clients off this replica while it still serves, those included that asked before the stop. */
  function leaving(request: Request, response: Response): Response {
    if (!isDraining()) return response;
    if (!request.signal.aborted) answered++;
    response.headers.set("connection", "close");
    return response;
  }

  const server = Bun.serve<SocketData>({
    hostname: host,
    port,
    // Bun would share the port with another process once `development` is off, and each would get some of the requests.
    reusePort: false,
    idleTimeout: idleTimeoutSeconds,
    maxRequestBodySize,
    development: false,
    websocket,
    fetch(request, server) {
      const path = pathOf(request.url);
      const probed = probe(request, path);
      if (probed) {
        const note = (response: Response) => {
          log.debug({ method: request.method, route: path, status: response.status }, "probe");
          return response;
        };
        return probed instanceof Promise ? probed.then(note) : note(probed);
      }
      // A relative URL means there was no usable Host. Routers read its first path segment as the host.
      if (request.url.startsWith("/")) return badHost(request);
      const response = app.fetch(request, { server });
      return response instanceof Promise ? response.then((late) => leaving(request, late)) : leaving(request, response);
    },
    error(error) {
      const requestId = Bun.randomUUIDv7();
      log.error({ requestId, status: 500, error }, "request");
      return problemResponse(new Problem("internal", undefined, { cause: error }), requestId);
    },
  });

  function badHost(request: Request): Response {
    const requestId = requestIdOf(request);
    log.info({ requestId, method: request.method, status: 400 }, "request without a usable Host");
    return problemResponse(new Problem("malformed-request", "The Host header is missing or invalid"), requestId);
  }

  /** `answered`: how many requests, probes aside, got their answer since draining began. */
  return { server, answered: () => answered };
}

/** The path as it was sent, also of an address without a host. */
function pathOf(url: string): string {
  const start = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("://") + 3);
  const query = url.indexOf("?", start);
  return query < 0 ? url.slice(start) : url.slice(start, query);
}
