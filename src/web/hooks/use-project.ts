import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import type { Room } from "../../rooms/schema.ts";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import { toProblemDetails } from "../http-client.ts";
import type { SessionEvent } from "../log-follower.ts";

export type Project = { session: Session | undefined; rooms: Room[] | undefined; problem: ProblemDetails | undefined };
const unknown: Project = { session: undefined, rooms: undefined, problem: undefined };

/** What is known of a renovation beside the conversation; `hear` its events to keep it current. */
export function useProject(api: Api, sessionId: string, onSession: (session: Session) => void) {
  const [project, setProject] = useState(unknown);
  /** Answers that arrive after a newer request was sent say nothing any more. */
  const requests = useRef({ session: 0, rooms: 0 });

  const read = useCallback(
    async <K extends "session" | "rooms">(part: K, request: () => Promise<NonNullable<Project[K]>>) => {
      const mine = ++requests.current[part];
      try {
        const value = await request();
        if (mine !== requests.current[part]) return undefined;
        setProject((known) => ({ ...known, [part]: value, problem: undefined }));
        return value;
      } catch (error) {
        if (mine === requests.current[part]) setProject((known) => ({ ...known, problem: toProblemDetails(error) }));
        return undefined;
      }
    },
    [],
  );

  const readSession = useCallback(async () => {
    const session = await read("session", () => api.getSession(sessionId));
    if (session) onSession(session);
  }, [api, sessionId, read, onSession]);
  const readRooms = useCallback(() => read("rooms", () => api.listRooms(sessionId)), [api, sessionId, read]);

  useEffect(() => {
    setProject(unknown);
    void readSession();
    void readRooms();
  }, [readSession, readRooms]);

  const hear = useCallback(
    (event: SessionEvent) => {
      const { type } = event;
      if (type === "session.changed" || type === "phase.changed" || type === "resync") void readSession();
      if (type === "rooms.changed" || type === "resync") void readRooms();
    },
    [readSession, readRooms],
  );
  return { ...project, hear };
}
