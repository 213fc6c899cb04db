import type { ClientFrame } from "../chat/protocol.ts";
import type { Conversation } from "./conversation.ts";

/** Frames that are not acknowledged: they are kept, and sent again with every connection, until the log shows their effect. */
export type StandingRequest = Extract<ClientFrame, { type: "cancel" | "retry" | "answer" }>;

/** Whether the request may still have something to bring about. */
export function isOpen(request: StandingRequest, conversation: Conversation | undefined): boolean {
  switch (request.type) {
    case "cancel": {
      const { turnId, id } = request;
      const turn = conversation?.turns.find((turn) => turn.id === turnId || turn.request?.clientId === id);
      return turn ? turn.status === "running" || turn.status === "queued" : id !== undefined;
    }
    case "retry":
      return conversation?.turns.some(({ id, retriedBy }) => id === request.turnId && !retriedBy) ?? true;
    case "answer": {
      const asked = conversation?.approvals.find(({ approvalId }) => approvalId === request.approvalId);
      return asked?.status === "pending";
    }
  }
}

/** Whether a problem that names `ref`, or nothing, is about this request. */
export const isRefused = (request: StandingRequest, ref: string | undefined): boolean =>
  request.type === "answer" ? request.approvalId === ref : request.type === "retry" && ref === undefined;
