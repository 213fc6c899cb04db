export const draftName = (key: string) => `renovation-agent.draft.${key}`;

/** What was typed and not sent. Where the browser forbids storage, a reload forgets it. */
export function readDraft(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(name: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // Nothing can be kept here.
  }
}
