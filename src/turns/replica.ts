import type { Agent } from "../agent/agent.ts";
import type { Database, DatabaseTarget } from "../db/client.ts";
import { listen } from "../db/listener.ts";
import { within } from "../lifecycle/within.ts";
import type { Log } from "../log.ts";
import { createBus } from "./bus.ts";
import type { MakePicture } from "./picture.ts";
import { createRemote } from "./remote.ts";
import { createRunner, type RunnerOptions } from "./runner.ts";
import { createSignals, wakeChannel } from "./signals.ts";

type ReplicaOptions = {
  database: Database;
  /** Where notifications are heard: not through a transaction pooler. Undefined when there can be no other replica. */
  listenTo: DatabaseTarget | undefined;
  agent: Agent;
  makePicture: MakePicture;
  log: Log;
  concurrency: number;
  timeoutMs: number;
  /** Hears of every attempt that ended here. */
  noteEnd?: NonNullable<RunnerOptions["noteEnd"]>;
};

/** A wake-up may get lost even where notifications work or none are needed, and all of them do where they do not. */
const pollMs = { listening: 5_000, deaf: 500 };

const longestWaitMs = 1_000;

/** This process's part in running turns: its runner, its subscribers, and its talk with the other replicas. */
export function createReplica(options: ReplicaOptions) {
  const { database, listenTo, log } = options;
  /** A new name for every start: leases of an earlier process of ours are another's. */
  const replica = Bun.randomUUIDv7();
  let wasDeaf = false;
  let isClosed = false;
  const failed = (error: unknown) => {
    if (!wasDeaf) log.warn({ error }, "replicas: news could not be exchanged, will be tried again");
    wasDeaf = true;
  };
  const bus = createBus();
  const signals = createSignals({ sql: database, replica, failed });
  const runner = createRunner({ ...options, bus, signals, replica });
  const remote = createRemote({
    sql: database,
    bus,
    replica,
    signals,
    isLocal: runner.isRunning,
    taken: runner.lose,
    cancel: runner.cancel,
    forget: runner.forget,
    claim: () => void runner.poll(),
    failed,
  });
  let listener: ReturnType<typeof listen> | undefined;
  let polling: ReturnType<typeof setTimeout> | undefined;

  async function poll() {
    try {
      await remote.poll();
      wasDeaf = false;
    } catch (error) {
      failed(error);
    }
    if (isClosed) return;
    const isDeaf = listenTo !== undefined && !listener?.isConnected();
    polling = setTimeout(poll, isDeaf ? pollMs.deaf : pollMs.listening);
  }

  return {
    replica,
    bus,
    signals,
    runner,
    remote,
    /** Resolves when the other replicas can be heard, or after a second: without them things are slower, not broken. */
    async open() {
      runner.open();
      // Where there is no other replica too: a commit whose answer got lost has told nobody.
      polling = setTimeout(poll, pollMs.deaf);
      if (!listenTo) return;
      const connected = Promise.withResolvers<void>();
      listener = listen(listenTo, {
        channel: wakeChannel,
        onMessage: remote.hear,
        onConnected: () => {
          connected.resolve();
          signals.greet();
          remote.poll().catch(failed);
        },
        log,
      });
      await within(longestWaitMs, connected.promise);
    },
    /** After the runner was closed: says the last news and stops listening. */
    async close() {
      isClosed = true;
      clearTimeout(polling);
      await signals.close();
      await listener?.close();
    },
  };
}
