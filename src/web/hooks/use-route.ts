import { useEffect, useState } from "preact/hooks";

const current = () => /^#\/sessions\/([0-9a-f-]{36})$/.exec(location.hash)?.[1];

/** The address of a session's page. */
export const sessionHref = (id: string) => `#/sessions/${id}`;
/** The address of the page that begins a new one. */
export const startHref = "#/";

/** The session in the address, so that reload, back and bookmarks work. */
export function useRoute(): string | undefined {
  const [sessionId, setSessionId] = useState(current);
  useEffect(() => {
    const follow = () => setSessionId(current());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return sessionId;
}

export const goTo = (href: string) => {
  location.hash = href;
};
