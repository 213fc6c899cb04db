type Command = {
  args: string[];
  env: Record<string, string | undefined>;
  /** Gets one line, without its end. */
  write: (line: string) => void;
};

const deadlineMs = 2_000;
const exitCodes = { healthy: 0, unhealthy: 1, usage: 64 };
// More than any probe's answer; whoever else listens on the port may send without end.
const maxAnswerChars = 64 * 1024;

/**
 * `renovation-agent healthcheck [--live]`: asks the service on this machine whether it is ready, or alive.
 * Imports nothing, so that a container may run it every few seconds.
 * @returns the exit code: 0 healthy, 1 not, 64 for wrong usage
 */
export async function healthcheckCommand({ args, env, write }: Command): Promise<number> {
  const isLive = args.length === 1 && args[0] === "--live";
  if (args.length > 0 && !isLive) {
    write("usage: renovation-agent healthcheck [--live]");
    return args.includes("--help") ? exitCodes.healthy : exitCodes.usage;
  }
  const port = Number(env["PORT"] || "8080");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    write("unhealthy: PORT must name the port the service listens on");
    return exitCodes.unhealthy;
  }
  const hostname = reachable(env["HOST"] || "127.0.0.1");
  const path = isLive ? "/health/live" : "/health/ready";
  try {
    const { status, text } = await get({ hostname, port, path });
    write(`${status === 200 ? "healthy" : "unhealthy"}: ${path} ${status} ${summary(text)}`.trimEnd());
    return status === 200 ? exitCodes.healthy : exitCodes.unhealthy;
  } catch (error) {
    write(`unhealthy: ${path} ${error instanceof Error ? error.message : error}`);
    return exitCodes.unhealthy;
  }
}

/** Where a service that listens on this host answers from the same machine. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  const address = host.replace(/^\[(.*)\]$/, "$1");
  return address === "::" ? "::1" : address;
}

type Target = { hostname: string; port: number; path: string };

/** A GET by hand: fetch would ask HTTP_PROXY, also for 127.0.0.1, and node:http takes 15 ms to import. */
async function get({ hostname, port, path }: Target): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  const decoder = new TextDecoder();
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  let answer = "";
  const connecting = Bun.connect({
    hostname,
    port,
    socket: {
      open: (socket) => void socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`),
      data(_socket, chunk) {
        answer += decoder.decode(chunk, { stream: true });
        if (answer.length > maxAnswerChars) reject(new Error("the answer is not one of the service's"));
      },
      close: () => resolve(answer),
      error: (_socket, error) => reject(error),
    },
  });
  connecting.catch(reject);
  try {
    const [head = "", ...body] = (await promise).split("\r\n\r\n");
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
    if (!status) throw new Error("the answer is not HTTP");
    return { status: Number(status), text: body.join("\r\n\r\n") };
  } finally {
    clearTimeout(timer);
    void connecting.then((socket) => socket.terminate()).catch(() => {});
  }
}

/** The status and what fails, from an answer of this service. */
function summary(text: string): string {
  try {
    const { status, checks = {} } = JSON.parse(text) as { status: string; checks?: Record<string, string> };
    const bad = Object.entries(checks).filter(([, result]) => result !== "pass");
    return [status, ...bad.map(([name, result]) => `${name}=${result}`)].join(" ");
  } catch {
    return "";
  }
}
