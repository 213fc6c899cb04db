import type { Turn } from "../../conversation.ts";
import type { Chat } from "../../hooks/use-chat.ts";
import { ApprovalCard } from "./approval-card.tsx";
import type { Files } from "./attachments.tsx";
import { Older } from "./older.tsx";
import { OutgoingView } from "./outgoing.tsx";
import { TurnView } from "./turn.tsx";

/** Everything that was said and asked, in order, and what is on its way. */
export function Transcript({ chat, files }: { chat: Chat; files: Files }) {
  const { client, state } = chat;
  const { conversation, connection, outbox, requests } = state;
  const turns = conversation?.turns ?? [];
  const approvals = conversation?.approvals ?? [];
  const queued = turns.filter(({ status }) => status === "queued");

  const cardsOf = (turnId: string | undefined) =>
    approvals
      .filter(({ afterTurnId }) => afterTurnId === turnId)
      .map((approval) => (
        <ApprovalCard
          key={approval.approvalId}
          approval={approval}
          isSending={requests.some((one) => one.type === "answer" && one.approvalId === approval.approvalId)}
          assetUrl={files.url}
          onAnswer={client.answer}
        />
      ));

  return (
    <>
      {state.hasOlder && <Older onRead={client.readOlder} />}
      {conversation === undefined && outbox.length === 0 && connection.type !== "ended" && <Skeleton />}
      {turns.length === 0 && conversation && outbox.length === 0 && (
        <p class="empty">Tell me about your home: which rooms, how large, what should change, and what it may cost.</p>
      )}
      {turns.map((turn, i) => (
        <div class="exchange" key={turn.id}>
          <TurnView
            turn={turn}
            place={queued.indexOf(turn) + 1}
            files={files}
            onRetry={isRetried(turn, turns[i + 1]) ? undefined : client.retry}
            onCancel={(turnId) => client.cancel({ turnId })}
          />
          {cardsOf(turn.id)}
        </div>
      ))}
      {outbox.map((message) => (
        <OutgoingView
          key={message.id}
          message={message}
          isLive={connection.type === "live"}
          files={files}
          onSendAgain={client.sendAgain}
          onDiscard={(id) => client.cancel({ id })}
        />
      ))}
      {cardsOf(undefined)}
    </>
  );
}

/** In history a retry shows by the answer that follows without a message of its own. */
const isRetried = (turn: Turn, next: Turn | undefined) =>
  turn.retriedBy !== undefined || (next !== undefined && next.request === undefined);

function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">Opening the conversation</span>
      <i class="skeleton-line" />
      <i class="skeleton-line" />
      <i class="skeleton-line" />
    </div>
  );
}
