import type { Approval } from "../approvals/schema.ts";
import type { ClientFrame, ServerFrame } from "../chat/protocol.ts";
import type { ProblemDetails } from "../problem.ts";
import {
  type Clock,
  type ConnectionState,
  keepConnected,
  type OpenSocket,
  openWebSocket,
  systemClock,
} from "./connection.ts";
import type { Conversation, UnansweredTurn } from "./conversation.ts";
import { type Fetch, isNotFound, requestJson, toProblemDetails, unlessMissing } from "./http-client.ts";
import { createLogFollower, type HistoryPage, type SessionEvent } from "./log-follower.ts";
import { recall, remember } from "./memory.ts";
import { newMessageId } from "./message-id.ts";
import { type KeyValueStorage, openOutbox, type OutgoingMessage } from "./outbox.ts";
import { isOpen, isRefused, type StandingRequest } from "./standing-requests.ts";

/** A turn by its id, or by the client's own id of the message that asked for it. */
export type CancelTarget = { turnId: string; id?: never } | { id: string; turnId?: never };
export type Answer = Pick<Extract<ClientFrame, { type: "answer" }>, "approvalId" | "decision" | "note">;

export type ClientState = {
  connection: ConnectionState;
  /** Undefined until the first page of history is there. */
  conversation: Conversation | undefined;
  hasOlder: boolean;
  /** Said, but not in the conversation yet. */
  outbox: readonly OutgoingMessage[];
  /** Asked of the service, and not done yet as far as the log shows. */
  requests: readonly StandingRequest[];
  /** What went wrong last that no single message is to blame for. */
  problem: ProblemDetails | undefined;
};

export type ProtocolClientOptions = {
  /** Where the service is, such as `https://example.com`. */
  baseUrl: string;
  sessionId: string;
  /** Keeps messages until they are acknowledged: `localStorage`. */
  storage: KeyValueStorage;
  /** Keeps the conversation through a reload: `sessionStorage`. */
  tabStorage: KeyValueStorage;
  /** Every durable event once, in order. */
  onEvent?: (event: SessionEvent) => void;
  openSocket?: OpenSocket;
  fetch?: Fetch;
  clock?: Clock;
  random?: () => number;
};

export type ProtocolClient = ReturnType<typeof createProtocolClient>;

const historyPageSize = 50;
const resendAfterMs = 2_000;

/**
 * The reference client of the socket protocol, version 1 (see /asyncapi.json): one session, connected until stopped.
 * It resumes after the last event it saw, resends what was not acknowledged under the same id, and applies streamed
 * text by offset, so that nothing is lost or doubled by a bad network, a reload or a restarted server.
 * It needs neither the page nor a framework: give it another socket, storage, clock or fetch and it runs anywhere.
 */
export function createProtocolClient(options: ProtocolClientOptions) {
  const { baseUrl, sessionId, tabStorage, clock = systemClock, random = Math.random } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const sessionUrl = `${baseUrl}/api/sessions/${sessionId}`;
  const outbox = openOutbox(options.storage, sessionId);
  const listeners = new Set<() => void>();
  let stopResending = () => {};

  const follower = createLogFollower({
    memory: recall(tabStorage, sessionId),
    readHistory: (cursor) => {
      const query = new URLSearchParams({ limit: String(historyPageSize), ...(cursor === null ? {} : { cursor }) });
      return requestJson<HistoryPage>(fetch, `${sessionUrl}/messages?${query}`);
    },
    readApprovals: async () => {
      const { items } = await requestJson<{ items: Approval[] }>(fetch, `${sessionUrl}/approvals?limit=100`);
      return items;
    },
    readTurn: (turnId) => unlessMissing(requestJson<UnansweredTurn>(fetch, `${sessionUrl}/turns/${turnId}`)),
    onChange: () => {
      settle();
      change({ conversation: follower.conversation, hasOlder: follower.hasOlder });
    },
    onEvent: (event) => options.onEvent?.(event),
    onGap: () => connection.abandon("gap"),
    onHistoryFailed: (error) => {
      if (isNotFound(error)) return connection.end("gone");
      change({ problem: toProblemDetails(error) });
      connection.abandon("no history");
    },
  });

  let state: ClientState = {
    connection: { type: "connecting" },
    conversation: follower.conversation,
    hasOlder: follower.hasOlder,
    outbox: outbox.items(),
    requests: [],
    problem: undefined,
  };

  const connection = keepConnected({
    url: () => `${sessionUrl.replace(/^http/, "ws")}/socket${follower.query()}`,
    openSocket: options.openSocket ?? openWebSocket,
    clock,
    random,
    onFrame: receive,
    onState(next) {
      if (next.type !== "live") follower.disconnected();
      if (next.type === "ended" && next.reason === "gone") forget();
      change({ connection: next });
    },
  });

  function change(next: Partial<ClientState>) {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  function receive(frame: ServerFrame) {
    switch (frame.type) {
      case "hello":
        change({ problem: undefined });
        follower.receive(frame);
        return resend();
      case "ack":
        outbox.change(frame.id, { status: "stored", messageId: frame.messageId });
        return settle();
      case "problem":
        return refuse(frame);
      default:
        return follower.receive(frame);
    }
  }

  /** Sends what may not have arrived; the server starts nothing twice for one id. */
  function resend() {
    stopResending();
    for (const message of outbox.items()) {
      if (message.status === "unsent" || message.status === "sent") transmit(message);
    }
    for (const request of state.requests) connection.send(request);
  }

  function transmit({ id, text, attachments = [] }: Outgoing) {
    if (!connection.send({ type: "message", id, text, ...(attachments.length > 0 ? { attachments } : {}) })) return;
    outbox.change(id, { status: "sent" });
    change({ outbox: outbox.items() });
  }

  function put(message: Outgoing) {
    outbox.put({ ...message, status: "unsent" });
    change({ outbox: outbox.items() });
    transmit(message);
  }

  function ask(request: StandingRequest) {
    change({ requests: [...state.requests, request] });
    connection.send(request);
  }

  function refuse({ problem, ref }: Extract<ServerFrame, { type: "problem" }>) {
    const message = outbox.items().find(({ id }) => id === ref);
    const isStanding = state.requests.some((request) => isRefused(request, ref));
    if (problem.status >= 500 && (message || isStanding)) {
      // The server's trouble passes; what was asked waits for it.
      stopResending();
      stopResending = clock.after(resendAfterMs, resend);
      return;
    }
    if (!message) return change({ problem, requests: state.requests.filter((request) => !isRefused(request, ref)) });
    outbox.change(message.id, { status: "refused", problem });
    change({ outbox: outbox.items() });
  }

  /** Forgets messages that the conversation has by now, and requests that it shows to be done. */
  function settle() {
    const requests = follower.conversation?.turns.flatMap(({ request }) => request ?? []) ?? [];
    for (const { id, messageId } of outbox.items()) {
      if (requests.some((request) => request.clientId === id || request.id === messageId)) outbox.remove(id);
    }
    if (state.outbox !== outbox.items()) change({ outbox: outbox.items() });
    const open = state.requests.filter((request) => isOpen(request, follower.conversation));
    if (open.length < state.requests.length) change({ requests: open });
  }

  /** The session was deleted: what was kept of it here is of no use. */
  function forget() {
    for (const { id } of outbox.items()) outbox.remove(id);
    remember(tabStorage, sessionId, undefined);
    change({ outbox: outbox.items() });
  }

  return {
    get state() {
      return state;
    },
    /** Calls `listener` after every change of the state, until the returned function is called. */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Says something, now or as soon as there is a connection; `attachments` are assets. Returns the message's own id. */
    send(text: string, attachments: string[] = []): string {
      const id = newMessageId();
      put({ id, text, createdAtMs: clock.now(), ...(attachments.length > 0 ? { attachments } : {}) });
      return id;
    },
    /** Tries a refused message again, under the same id. */
    sendAgain(id: string) {
      const message = outbox.items().find((item) => item.id === id);
      if (message) put(withoutProblem(message));
    },
    /** Stops a turn, running or waiting, and keeps the text it has. A message that never left is dropped. */
    cancel(target: CancelTarget) {
      const message = outbox.items().find(({ id }) => id === target.id);
      if (message?.status === "unsent" || message?.status === "refused") {
        outbox.remove(message.id);
        return change({ outbox: outbox.items() });
      }
      ask({ type: "cancel", ...target });
    },
    /** Tries a failed turn again: a new turn for the same message. */
    retry: (turnId: string) => ask({ type: "retry", turnId }),
    /** Decides on a pending approval; `approval.answered` tells every device. */
    answer: (answer: Answer) => ask({ type: "answer", ...answer }),
    /** @throws {RequestFailed} */
    readOlder: () => follower.readOlder(),
    dismissProblem: () => change({ problem: undefined }),
    /** Call when the device comes online or the page to the front: reconnects or checks the connection at once. */
    wake: () => connection.wake(),
    /** Keeps the conversation for a reload; call it when the page is hidden. */
    remember: () => remember(tabStorage, sessionId, follower.memory()),
    stop() {
      if (state.connection.type !== "ended") remember(tabStorage, sessionId, follower.memory());
      stopResending();
      connection.end("stopped");
      listeners.clear();
    },
  };
}

type Outgoing = Pick<OutgoingMessage, "id" | "text" | "createdAtMs" | "attachments">;

const withoutProblem = ({ id, text, createdAtMs, attachments }: OutgoingMessage): Outgoing => ({
  id,
  text,
  createdAtMs,
  ...(attachments ? { attachments } : {}),
});
