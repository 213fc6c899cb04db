import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import { type DatabaseTarget, openListening } from "./client.ts";

type ListenerOptions = {
  channel: string;
  onMessage: (payload: string) => void;
  /** Called after every (re)connect: what was notified in between was not heard. */
  onConnected: () => void;
  log: Log;
};

/** A frozen server or a dead link says nothing, so the connection is asked this often whether it lives. */
const pingEveryMs = 3_000;
const queryTimeoutMs = 2_000;
const longestPauseMs = 1_000;

export type Listener = { isConnected: () => boolean; close: () => Promise<void> };

/** LISTENs on a connection of its own and gets a new one whenever it is lost, until closed. */
export function listen(target: DatabaseTarget, { channel, onMessage, onConnected, log }: ListenerOptions): Listener {
  const closing = new AbortController();
  const { signal } = closing;
  let connected = false;

  async function listenOnce() {
    const { connection, sql } = await openListening(target, {
      applicationName: "renovation-agent listener",
      queryTimeoutMs,
      signal,
      onNotify: (_channel, payload) => onMessage(payload),
    });
    const lost = Promise.withResolvers<void>();
    connection.onClose(lost.resolve);
    const stop = () => connection.close();
    signal.addEventListener("abort", stop, { once: true });
    try {
      await sql.unsafe(`listen ${channel}`);
      connected = true;
      log.debug({ channel }, "listening to the database");
      onConnected();
      while (connection.isOpen && !signal.aborted) {
        await Promise.race([lost.promise, sleep(pingEveryMs, undefined, { signal })]);
        if (connection.isOpen) await sql`select 1`;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      connected = false;
      connection.close();
    }
  }

  async function listenForever() {
    for (let failures = 0; !signal.aborted; failures++) {
      const startedAt = performance.now();
      try {
        await listenOnce();
      } catch (error) {
        if (signal.aborted) return;
        if (performance.now() - startedAt > longestPauseMs) failures = 0;
        if (failures === 0) log.warn({ channel, error }, "the database's notifications are not heard");
      }
      await sleep(Math.min(50 * 2 ** failures, longestPauseMs), undefined, { signal }).catch(() => {});
    }
  }

  const ended = listenForever();
  return {
    isConnected: () => connected,
    close: async () => {
      closing.abort();
      await ended;
    },
  };
}
