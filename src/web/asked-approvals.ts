import type { Approval, PendingApproval } from "../approvals/schema.ts";
import type { DurableEvent } from "../chat/protocol.ts";

type Event<T extends DurableEvent["type"]> = Extract<DurableEvent, { type: T }>;

/** A decision that was asked for, pending or not, and the turn that it stands under. */
export type AskedApproval = PendingApproval & {
  status: Approval["status"];
  note: string | null;
  /** Undefined where nothing was said before it. */
  afterTurnId: string | undefined;
};

/** Adds what is not known yet; what is known already may be answered since. */
export function addPending(
  known: readonly AskedApproval[],
  pending: readonly PendingApproval[],
  lastTurnId: string | undefined,
): readonly AskedApproval[] {
  const news = pending.filter(({ approvalId }) => !known.some((other) => other.approvalId === approvalId));
  if (news.length === 0) return known;
  const asked = news.map((approval) => ({
    ...approval,
    status: "pending" as const,
    note: null,
    afterTurnId: approval.turnId ?? lastTurnId,
  }));
  return [...known, ...asked];
}

export const addRequested = (
  known: readonly AskedApproval[],
  { seq: _, type: __, ...approval }: Event<"approval.requested">,
  lastTurnId: string | undefined,
) => addPending(known, [approval as PendingApproval], lastTurnId);

export const settleApproval = (
  known: readonly AskedApproval[],
  { approvalId, status, note }: Event<"approval.answered">,
): readonly AskedApproval[] =>
  known.map((approval) => (approval.approvalId === approvalId ? { ...approval, status, note } : approval));

/** What the service lists, oldest first; `lastTurnBefore` finds the turn that one asked over HTTP stands under. */
export const fromList = (
  approvals: readonly Approval[],
  lastTurnBefore: (createdAt: string) => string | undefined,
): readonly AskedApproval[] =>
  approvals
    .map(({ id, createdAt, answeredAt: _, ...approval }) => ({
      ...approval,
      approvalId: id,
      afterTurnId: approval.turnId ?? lastTurnBefore(createdAt),
    }))
    .toReversed();
