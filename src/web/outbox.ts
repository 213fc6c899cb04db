import type { ProblemDetails } from "../problem.ts";

/** The part of Web Storage that is used here: `localStorage` fits, and so does a test's map. */
export type KeyValueStorage = {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

export type OutgoingMessage = {
  /** The client's own id: sending it again starts nothing new. */
  id: string;
  text: string;
  /** Assets that were uploaded before. */
  attachments?: string[];
  createdAtMs: number;
  /** unsent: never left this device. sent: not acknowledged yet. stored: acknowledged. refused: see `problem`. */
  status: "unsent" | "sent" | "stored" | "refused";
  messageId?: string;
  problem?: ProblemDetails;
};

/**
 * What was said and is not safely stored by the server yet, kept in the storage so that a reload loses nothing.
 * One key per message, so that two tabs never overwrite each other's.
 */
export function openOutbox(storage: KeyValueStorage, sessionId: string) {
  const prefix = `renovation-agent.outbox.${sessionId}.`;
  let items = read();

  function read(): readonly OutgoingMessage[] {
    const keys = attempt(() => Array.from({ length: storage.length }, (_, i) => storage.key(i)), []);
    return keys
      .filter((key) => key?.startsWith(prefix))
      .flatMap((key) => attempt(() => [JSON.parse(storage.getItem(key ?? "") ?? "") as OutgoingMessage], []))
      .toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  }

  function put(item: OutgoingMessage) {
    const known = items.some(({ id }) => id === item.id);
    items = known ? items.map((other) => (other.id === item.id ? item : other)) : [...items, item];
    if (item.status === "stored") attempt(() => storage.removeItem(prefix + item.id), undefined);
    else attempt(() => storage.setItem(prefix + item.id, JSON.stringify(item)), undefined);
  }

  return {
    /** Oldest first; a new array after every change. */
    items: () => items,
    put,
    change(id: string, change: Partial<OutgoingMessage>) {
      const item = items.find((other) => other.id === id);
      if (item) put({ ...item, ...change });
    },
    remove(id: string) {
      items = items.filter((item) => item.id !== id);
      attempt(() => storage.removeItem(prefix + id), undefined);
    },
  };
}

/** Storage may be full, forbidden or hold anything: then messages live in memory only. */
function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
