import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import { toProblemDetails } from "../http-client.ts";

export type Sessions = ReturnType<typeof useSessions>;
type Edit = (items: Session[]) => Session[];
type Known = { items: Session[]; nextCursor: string | null };

/** The list of sessions: read once, kept current by what this page does and hears, and read again when it comes to the front. */
export function useSessions(api: Api) {
  const [known, setKnown] = useState<Known>();
  const [problem, setProblem] = useState<ProblemDetails>();

  const guarded = useCallback(async (work: () => Promise<void>) => {
    try {
      await work();
      setProblem(undefined);
    } catch (error) {
      setProblem(toProblemDetails(error));
    }
  }, []);

  const actions = useMemo(() => {
    /** What happened since the newest list was asked for, which that list may not know. */
    let edits: Edit[] = [];
    let requests = 0;
    const change = (edit: Edit) => {
      edits.push(edit);
      setKnown((list) => ({ items: edit(list?.items ?? []), nextCursor: list?.nextCursor ?? null }));
    };
    return {
      refresh: () =>
        guarded(async () => {
          const mine = ++requests;
          edits = [];
          const { items, nextCursor } = await api.listSessions();
          if (mine === requests) setKnown({ items: edits.reduce((known, edit) => edit(known), items), nextCursor });
        }),
      readMore: (cursor: string) =>
        guarded(async () => {
          const { items, nextCursor } = await api.listSessions(cursor);
          setKnown((list) => {
            const earlier = list?.items ?? [];
            // One that is open is known before its page.
            const news = items.filter(({ id }) => !earlier.some((session) => session.id === id));
            return { items: [...earlier, ...news], nextCursor };
          });
        }),
      /** A session as it is now, from wherever that became known. */
      put: (session: Session) =>
        change((items) =>
          items.some(({ id }) => id === session.id)
            ? items.map((item) => (item.id === session.id ? session : item))
            : [session, ...items],
        ),
      drop: (id: string) => change((items) => items.filter((item) => item.id !== id)),
    };
  }, [api, guarded]);

  useEffect(() => {
    void actions.refresh();
    const refresh = () => document.visibilityState === "visible" && void actions.refresh();
    document.addEventListener("visibilitychange", refresh);
    return () => document.removeEventListener("visibilitychange", refresh);
  }, [actions]);

  return { items: known?.items, nextCursor: known?.nextCursor ?? null, problem, ...actions };
}
