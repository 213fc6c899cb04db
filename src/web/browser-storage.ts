import type { KeyValueStorage } from "./outbox.ts";

/** The browser's storage, or one that lasts as long as the page where the browser forbids it. */
export function browserStorage(open: () => KeyValueStorage): KeyValueStorage {
  try {
    return open();
  } catch {
    return temporaryStorage();
  }
}

export function temporaryStorage(): KeyValueStorage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}
