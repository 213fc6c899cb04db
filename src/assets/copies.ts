import type { Picture } from "./pictures.ts";

/** The copies of a few galleries. */
const maxBytes = 32 * 1_048_576;

/**
 * Remembers scaled-down copies, the least recently used go first. Asked for twice at once, a copy is made once.
 * @returns a function that takes a key, which names content and width, and how to make what is not there
 */
export function rememberCopies() {
  const copies = new Map<string, Promise<Picture>>();
  const sizes = new Map<string, number>();
  let bytes = 0;

  function forget(key: string) {
    copies.delete(key);
    bytes -= sizes.get(key) ?? 0;
    sizes.delete(key);
  }

  function note(key: string, size: number) {
    sizes.set(key, size);
    bytes += size;
    for (const oldest of copies.keys()) {
      if (bytes <= maxBytes) return;
      if (sizes.has(oldest)) forget(oldest);
    }
  }

  return (key: string, make: () => Promise<Picture>): Promise<Picture> => {
    const known = copies.get(key);
    if (known) {
      // Last in the order again.
      copies.delete(key);
      copies.set(key, known);
      return known;
    }
    const made = make();
    copies.set(key, made);
    made.then(
      ({ bytes: { length } }) => note(key, length),
      () => forget(key),
    );
    return made;
  };
}
