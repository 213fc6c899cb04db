import { closeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { openSocket } from "./socket.ts";

/** A line of the service's log; its level is `unreadable` when it is no JSON. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** How a process ended: its exit code, or the signal that killed it. */
type Exit = { code: Bun.Subprocess["exitCode"]; signal: Bun.Subprocess["signalCode"] };

export type LaunchOptions = {
  /** Everything the service gets to see, beside PATH, HOME and a free port. */
  env?: Record<string, string>;
  /** The program and its first arguments; by default bun and the source. A compiled executable is `[path]`. */
  command?: string[];
  /** After the command; by default `serve`. */
  args?: string[];
  /** The test's own pipe for the log, instead of one that is read at once. Its writing end is closed here. */
  log?: { writeTo: number; readFrom: AsyncIterable<Uint8Array> };
};

/** The service as a process of its own, killed when it is disposed of. */
export type ServiceProcess = AsyncDisposable & {
  pid: number;
  /** Every line it has written so far. */
  lines: LogLine[];
  /** The first line with this message that fits, whether it has been written or is still to come. */
  line: (message: string, fits?: (line: LogLine) => boolean) => Promise<LogLine>;
  signal: (name: NodeJS.Signals) => void;
  /** To its whole process group, as a terminal does for Ctrl-C. */
  signalGroup: (name: NodeJS.Signals) => void;
  /** When it has ended and its last line has been read. */
  exited: Promise<Exit>;
};

export type RunningService = ServiceProcess & Awaited<ReturnType<typeof clientOf>>;

const main = join(import.meta.dir, "../../src/main.ts");

/** Starts a process and does not wait for anything: it may be meant to fail. */
export function launchService({ env = {}, command, args = ["serve"], log: pipe }: LaunchOptions = {}): ServiceProcess {
  const child = Bun.spawn([...(command ?? [process.execPath, main]), ...args], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", HOME: Bun.env["HOME"] ?? "/", PORT: "0", ...env },
    // A process group of its own, so that a group signal does not reach the tests.
    detached: true,
    stdin: "ignore",
    stdout: pipe?.writeTo ?? "pipe",
    stderr: "pipe",
  });
  if (pipe) closeSync(pipe.writeTo);
  const kill = () => child.kill("SIGKILL");
  const endWatch = killWithThisProcess(child.pid);
  const errors = new Response(child.stderr).text();
  const log = readLines(pipe?.readFrom ?? (child.stdout as unknown as AsyncIterable<Uint8Array>));
  const exited = child.exited.then(async (): Promise<Exit> => {
    endWatch();
    await log.ended;
    return { code: child.exitCode, signal: child.signalCode };
  });

  async function line(message: string, fits: (line: LogLine) => boolean = () => true) {
    const found = await log.find((candidate) => candidate.msg === message && fits(candidate));
    if (found) return found;
    throw new Error(`ended without "${message}": ${JSON.stringify(log.lines.slice(-5))} ${await errors}`);
  }

  return {
    pid: child.pid,
    lines: log.lines,
    line,
    signal: (name) => child.kill(name),
    signalGroup: (name) => void process.kill(-child.pid, name),
    exited,
    [Symbol.asyncDispose]: async () => {
      kill();
      await child.exited;
    },
  };
}

/** Starts the service and waits until it is ready. */
export async function startServiceProcess(options: LaunchOptions = {}): Promise<RunningService> {
  await using resources = new AsyncDisposableStack();
  const service = resources.use(launchService(options));
  const { url } = await service.line("ready");
  resources.move();
  return Object.assign(service, clientOf(new URL(String(url))));
}

/** What tests ask of a running service. Every request has a connection of its own, so that none outlives a restart. */
function clientOf(url: URL) {
  const at = (path: string) => new URL(path, url);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(at(path), { headers, keepalive: false, signal: AbortSignal.timeout(20_000) });
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(at(path), {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
      keepalive: false,
      signal: AbortSignal.timeout(20_000),
    });
  return {
    url,
    get,
    send,
    post: (path: string, body: unknown, headers?: Record<string, string>) => send("POST", path, body, headers),
    /** A new session's id. */
    session: async () => {
      const answer = await send("POST", "/api/sessions", { title: "Kitchen" });
      return String((await answer.json()).id);
    },
    /** What was said so far, newest last. */
    messages: async (sessionId: string): Promise<{ role: string; content: string; status: string }[]> => {
      const { items } = await (await get(`/api/sessions/${sessionId}/messages`)).json();
      return items.toReversed();
    },
    socket: (sessionId: string, query = "") => openSocket(at(`/api/sessions/${sessionId}/socket${query}`)),
  };
}

/**
 * A test that times out, or a run that is killed, disposes of nothing: a shell waits for the pipe from here to close.
 * @returns how to call it off
 */
function killWithThisProcess(pid: number): () => void {
  const watcher = Bun.spawn(["sh", "-c", `read -r _; kill -9 ${pid}`], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  return () => watcher.kill("SIGKILL");
}

function toLine(text: string): LogLine {
  try {
    return JSON.parse(text);
  } catch {
    return { level: "unreadable", msg: text };
  }
}

/** Collects JSON lines; whoever looks for one gets it once it has come, or undefined at the end. */
function readLines(stream: AsyncIterable<Uint8Array>) {
  const lines: LogLine[] = [];
  let hasEnded = false;
  let wake = Promise.withResolvers<void>();
  const progressed = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const ended = new Promise<void>((resolve) => {
    createInterface({ input: Readable.from(stream) })
      .on("line", (text) => {
        lines.push(toLine(text));
        progressed();
      })
      .on("close", () => {
        hasEnded = true;
        progressed();
        resolve();
      });
  });
  async function find(fits: (line: LogLine) => boolean): Promise<LogLine | undefined> {
    for (let next = 0; ; await wake.promise) {
      for (; next < lines.length; next++) {
        const line = lines[next];
        if (line && fits(line)) return line;
      }
      if (hasEnded) return undefined;
    }
  }
  return { lines, ended, find };
}
