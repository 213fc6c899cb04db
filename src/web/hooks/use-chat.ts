import { useEffect, useRef, useState } from "preact/hooks";
import { browserStorage } from "../browser-storage.ts";
import type { SessionEvent } from "../log-follower.ts";
import { type ClientState, createProtocolClient, type ProtocolClient } from "../protocol-client.ts";

export type Chat = { client: ProtocolClient; state: ClientState };

/** A protocol client for as long as the session is shown. Undefined only before the first effect. */
export function useChat(sessionId: string, onEvent: (event: SessionEvent) => void): Chat | undefined {
  const [chat, setChat] = useState<Chat>();
  const listener = useRef(onEvent);
  listener.current = onEvent;

  useEffect(() => {
    const client = createProtocolClient({
      baseUrl: location.origin,
      sessionId,
      storage: browserStorage(() => localStorage),
      tabStorage: browserStorage(() => sessionStorage),
      onEvent: (event) => listener.current(event),
    });
    const show = () => setChat({ client, state: client.state });
    const wake = () => document.visibilityState === "visible" && client.wake();
    const keep = () => client.remember();
    client.subscribe(show);
    show();
    addEventListener("online", wake);
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", wake);
    return () => {
      removeEventListener("online", wake);
      removeEventListener("pagehide", keep);
      document.removeEventListener("visibilitychange", wake);
      client.stop();
    };
  }, [sessionId]);

  return chat;
}
