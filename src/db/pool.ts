import type { Connection } from "./connection.ts";
import { unavailable } from "./failures.ts";

export type Pool = {
  /** A connection for the caller alone, to be given back by `release`. @throws {Problem} database-unavailable */
  acquire: (timeoutMs: number) => Promise<Connection>;
  /**
   * A connection for one read, to be given back by `release`. Only when none is free it is shared: the next one that is
   * takes up to four waiting reads of the same `statement`, which are answered in their order and lost together.
   * @throws {Problem} database-unavailable
   */
  share: (statement: unknown, timeoutMs: number) => Promise<Connection>;
  /** Once for every time it was given out. */
  release: (connection: Connection) => void;
  /** Connections in use and not, and who waits for one. */
  usage: () => { inUse: number; idle: number; waiting: number };
  /** Waits for connections in use, at most `timeoutMs`, then closes everything. Never throws. */
  end: (timeoutMs: number) => Promise<void>;
};

type PoolOptions = { size: number; open: (signal: AbortSignal) => Promise<Connection> };
type Waiter = { statement?: unknown; grant: (connection: Connection) => void; refuse: (error: unknown) => void };

/** Long enough to be cheap, short enough that a pool spreads over the servers behind a balancer again. */
const lifetimeMs = 30 * 60_000;
/** Enough to save a good part of the packets, and only three wait behind a slow one. */
const maxSharing = 4;

/** Connections on demand, newest first; while the server is away, one attempt at a time. */
export function createPool({ size, open }: PoolOptions): Pool {
  const connections = new Set<Connection>();
  const idle: Connection[] = [];
  const waiting = new Set<Waiter>();
  /** How many are still using a connection that was given to several. */
  const users = new Map<Connection, number>();
  const ended = new AbortController();
  let connecting = 0;
  let failures = 0;
  let nextAttemptAt = 0;
  let drained = () => {};

  function take(timeoutMs: number, statement?: unknown): Promise<Connection> {
    if (ended.signal.aborted) return Promise.reject(unavailable("The connections to the database are closed"));
    const connection = takeIdle();
    if (connection) return Promise.resolve(connection);
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        clearTimeout(timer);
        waiting.delete(waiter);
        how();
      };
      const waiter: Waiter = {
        statement,
        grant: (granted) => settle(() => resolve(granted)),
        refuse: (error) => settle(() => reject(error)),
      };
      const late = () => waiter.refuse(unavailable(`No connection to the database was free within ${timeoutMs} ms`));
      const timer = setTimeout(late, timeoutMs);
      waiting.add(waiter);
      grow();
    });
  }

  function takeIdle(): Connection | undefined {
    for (let connection = idle.pop(); connection; connection = idle.pop()) if (connection.isOpen) return connection;
    return undefined;
  }

  function release(connection: Connection) {
    const others = (users.get(connection) ?? 1) - 1;
    if (others > 0) return void users.set(connection, others);
    users.delete(connection);
    if (!connection.isOpen) return;
    if (ended.signal.aborted) return connection.close();
    if (performance.now() - connection.openedAt > lifetimeMs) return connection.close();
    const next = nextUsers(connection);
    if (next.length === 0) idle.push(connection);
    if (next.length > 1) users.set(connection, next.length);
    for (const waiter of next) waiter.grant(connection);
  }

  /**
   * The next to get a connection; nobody is passed over. Where prepared statements get lost, behind a pooler or by a
   * migration, postgres.js mixes up several that are under way: so none are shared there, and never different ones.
   */
  function nextUsers({ isDirect }: Connection): Waiter[] {
    const next: Waiter[] = [];
    for (const waiter of waiting) {
      const [first = waiter] = next;
      if (next.length > 0 && waiter.statement !== first.statement) break;
      next.push(waiter);
      if (!isDirect || waiter.statement === undefined || next.length === maxSharing) break;
    }
    return next;
  }

  function grow() {
    while (connections.size + connecting < size && connecting < waiting.size && !(failures > 0 && connecting > 0))
      void attempt();
  }

  async function attempt() {
    connecting++;
    try {
      const pauseMs = nextAttemptAt - performance.now();
      if (pauseMs > 0) await Bun.sleep(pauseMs);
      const connection = await open(ended.signal);
      failures = 0;
      connections.add(connection);
      connection.onClose(() => forget(connection));
      release(connection);
    } catch (error) {
      nextAttemptAt = performance.now() + Math.min(50 * 2 ** failures++, 500);
      // With other connections at work the waiters have something to wait for.
      if (connections.size === 0 && connecting === 1) for (const waiter of [...waiting]) waiter.refuse(error);
    } finally {
      connecting--;
      grow();
    }
  }

  function forget(connection: Connection) {
    connections.delete(connection);
    const place = idle.indexOf(connection);
    if (place >= 0) idle.splice(place, 1);
    if (connections.size === 0) drained();
    grow();
  }

  async function end(timeoutMs: number) {
    ended.abort(unavailable("The connections to the database are closed"));
    for (const waiter of [...waiting]) waiter.refuse(ended.signal.reason);
    for (const connection of idle.splice(0)) connection.close();
    if (connections.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        for (const connection of connections) connection.discard(new Error("The service is stopping"));
        resolve();
      }, timeoutMs);
      drained = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    acquire: (timeoutMs) => take(timeoutMs),
    share: (statement, timeoutMs) => take(timeoutMs, statement),
    release,
    usage: () => ({ inUse: connections.size - idle.length, idle: idle.length, waiting: waiting.size }),
    end,
  };
}
