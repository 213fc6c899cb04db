import type { Socket } from "node:net";
import postgres from "postgres";
import { meansUnavailable, unavailable } from "./failures.ts";
import { openSocket } from "./socket.ts";
import type { Server } from "./target.ts";

/** What postgres.js 3.4.9 keeps on a query and this client relies on; the version is pinned and the tests notice. */
export type DriverQuery = Promise<unknown> & {
  /** Whether it was written as a template, and the template's texts: the same object for every query made there. */
  tagged: boolean;
  strings: readonly string[];
  handler: (query: DriverQuery) => void;
  canceller: unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  /** The backend it was sent to. */
  state: { pid: number; secret: number } | null;
};

/** One backend. What is sent to it at once is answered in its order. */
export type Connection = {
  readonly isOpen: boolean;
  readonly openedAt: number;
  /** No pooler is in between, so that a statement prepared here is still there for the next query. */
  readonly isDirect: boolean;
  /** Sends the query and settles it, at the latest after `timeoutMs`. Returns when it is settled and never throws. */
  run: (query: DriverQuery, timeoutMs: number) => Promise<void>;
  /** Says goodbye to the server. */
  close: () => void;
  /** Drops the socket: whatever runs on it fails now. */
  discard: (reason: Error) => void;
  onClose: (listener: () => void) => void;
};

export type DriverOptions = postgres.Options<Record<string, postgres.PostgresType>>;

/** Opens a connection and waits for its first answer. Rejects with what went wrong, whatever it is. */
export async function openConnection(server: Server, options: DriverOptions, signal: AbortSignal): Promise<Connection> {
  const socket = await openSocket(server, signal);
  socket.on("error", () => {});
  const connection = toConnection(socket, server, options);
  const abort = () => connection.discard(signal.reason);
  signal.addEventListener("abort", abort);
  // postgres.js takes the socket a moment later, and waits for ever for one that has closed until then.
  const lost = Promise.withResolvers<never>();
  const hungUp = () => lost.reject(new Error("The server hung up"));
  socket.once("close", hungUp);
  try {
    if (signal.aborted) abort();
    await Promise.race([connection.ready, lost.promise]);
    return connection;
  } catch (error) {
    connection.discard(new Error("The connection was never ready"));
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    socket.off("close", hungUp);
  }
}

function toConnection(socket: Socket, server: Server, options: DriverOptions) {
  let isOpen = true;
  let isTaken = false;
  let isDirect = false;
  const openedAt = performance.now();
  // Before postgres.js listens, so that nothing is sent to a socket that it already knows to be closed.
  // A crash is an error first and a close later; what postgres.js rejects in between was lost with the connection.
  for (const end of ["error", "close"]) {
    socket.once(end, () => {
      isOpen = false;
    });
  }
  /** Of every query that is under way: postgres.js settles only the first of them when the socket closes. */
  const losing = new Set<() => void>();
  socket.once("close", () => {
    for (const lose of [...losing]) lose();
  });
  // A driver of its own for every socket: which query is on which socket is then never a question.
  const driver = postgres({
    ...options,
    max: 1,
    socket: () => {
      if (isTaken) throw new Error("The server hung up");
      isTaken = true;
      return socket;
    },
  } as DriverOptions);
  const send = (driver`` as unknown as DriverQuery).handler;

  const discard = (reason: Error) => {
    isOpen = false;
    socket.destroy(reason);
  };

  function run(query: DriverQuery, timeoutMs: number): Promise<void> {
    const { resolve, reject } = query;
    if (!isOpen) {
      reject(unavailable("The connection to the database was lost"));
      return Promise.resolve();
    }
    return new Promise((done) => {
      const settle = (settleQuery: () => void) => {
        clearTimeout(timer);
        losing.delete(lose);
        // First, so that the connection is free before the caller sends its next query.
        done();
        settleQuery();
      };
      const lose = () => settle(() => reject(unavailable("The connection to the database was lost")));
      losing.add(lose);
      query.resolve = (result) => settle(() => resolve(result));
      query.reject = (error) => settle(() => reject(judge(error)));
      const timer = setTimeout(() => {
        settle(() => reject(unavailable(`The database did not answer within ${Math.ceil(timeoutMs)} ms`)));
        if (query.state) cancelOnServer(server, query.state);
        discard(new Error("A query on this connection took too long"));
      }, timeoutMs);
      send(query);
    });
  }

  /** What the caller gets for an error, and whether the connection can be used again. */
  function judge(error: unknown): unknown {
    if (error instanceof postgres.PostgresError) {
      hideValues(error);
      if (!meansUnavailable(error)) return error;
      // A server that went read-only or is going down stays so on this connection.
      if (/^(08|25006|57P)/.test(error.code)) discard(error);
      return unavailable(undefined, error);
    }
    const wasOpen = isOpen;
    // A value that could not be sent or read: the rest of the answer is still on its way.
    discard(new Error("A query on this connection broke off", { cause: error }));
    return wasOpen ? error : unavailable("The connection to the database was lost", error);
  }

  /** A pooler gives its clients process ids of its own. */
  async function greet() {
    const asked = driver.unsafe<{ pid: number }[]>("select pg_backend_pid() as pid");
    const [backend] = await asked;
    isDirect = backend?.pid === (asked as unknown as DriverQuery).state?.pid;
  }

  return {
    ready: greet(),
    get isOpen() {
      return isOpen;
    },
    get isDirect() {
      return isDirect;
    },
    openedAt,
    run,
    close: () => {
      isOpen = false;
      // Not waiting for the server's answer: a frozen one gives none.
      socket.end(terminate, () => socket.destroy());
    },
    discard,
    onClose: (listener: () => void) => void socket.once("close", listener),
  };
}

/** The goodbye of the protocol. */
const terminate = Buffer.from([88, 0, 0, 0, 4]);

/** These fields quote rows, which belong to users and not into a log. */
function hideValues(error: postgres.PostgresError) {
  for (const field of ["detail", "where", "internal_query"])
    if (field in error) Object.defineProperty(error, field, { enumerable: false });
}

/** A backend does not notice that nobody waits any more: unless told, it goes on and keeps its locks. Best effort. */
function cancelOnServer(server: Server, { pid, secret }: { pid: number; secret: number }) {
  const request = Buffer.alloc(16);
  [16, 80_877_102, pid, secret].forEach((word, i) => void request.writeUInt32BE(word, i * 4));
  openSocket(server, AbortSignal.timeout(1_000)).then(
    (socket) => void socket.on("error", () => {}).end(request),
    () => {},
  );
}
