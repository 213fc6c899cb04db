import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import type { SessionEvent } from "../log-follower.ts";
import { createProjectStore, type Part, type Project, type ProjectStore } from "../project-store.ts";

const unknown: Project = {
  session: undefined,
  rooms: undefined,
  checklist: undefined,
  picks: undefined,
  budget: undefined,
  plan: undefined,
  assets: undefined,
  renders: undefined,
  problem: undefined,
  progress: {},
};

/** What is known of a renovation beside the conversation; `hear` its events to keep it current. */
export function useProject(api: Api, sessionId: string, onSession: (session: Session) => void) {
  const [project, setProject] = useState(unknown);
  const projectApi = useMemo(() => api.project(sessionId), [api, sessionId]);
  const store = useRef<ProjectStore | undefined>(undefined);

  useEffect(() => {
    const mine = createProjectStore(projectApi, setProject);
    store.current = mine;
    mine.begin();
    return () => mine.close();
  }, [projectApi]);
  useEffect(() => {
    if (project.session) onSession(project.session);
  }, [project.session, onSession]);

  const hear = useCallback((event: SessionEvent) => store.current?.hear(event), []);
  const refresh = useCallback((part: Part) => store.current?.refresh(part), []);
  const retryFailed = useCallback(() => store.current?.retryFailed(), []);
  return { project, projectApi, hear, refresh, retryFailed };
}
